// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/notify"
	"github.com/oceanprotocol/operator-engine/internal/notify/ethkey"
	"github.com/oceanprotocol/operator-engine/test/receivers/trial"
)

// serve runs the receiver until the test ends.
func serve(t *testing.T, act func(Notice) error) string {
	t.Helper()
	// The operator logs the address with capitals; somebody may have written it without.
	server := httptest.NewServer(&Receiver{Verifier: verifier(), Seen: NewSeen(), Act: act})
	t.Cleanup(server.Close)
	return server.URL
}

func verifier() Verifier { return Verifier{Address: strings.ToLower(trial.Address), Now: time.Now} }

func TestTheReceiverStandsTheTrial(t *testing.T) {
	trial.Stand(t, serve(t, func(Notice) error { return nil }))
}

func TestTheReceiverReadsWhatWasSent(t *testing.T) {
	got := make(chan Notice, 1)
	url := serve(t, func(n Notice) error { got <- n; return nil })
	n := trial.Fresh()
	n.Code, n.Started = 41, notify.StartUndelivered
	if o := send(t, url, n); o.Result != notify.Delivered {
		t.Fatalf("got %+v", o)
	}
	read := <-got
	if read.ID != n.ID() || read.Event != "stop" || read.Code != 41 || read.Start != "undelivered" ||
		read.JobID != n.Job.ID || read.Secret != n.Job.Secret.Reveal() || fmt.Sprint(read.DID) != fmt.Sprint(n.Job.Inputs) ||
		*read.AlgoDID != *n.Job.Algorithm {
		t.Errorf("got %+v", read)
	}
}

func TestTheReceiversAnswersMeanWhatTheOperatorTakesThemFor(t *testing.T) {
	var acts atomic.Int32
	url := serve(t, func(n Notice) error {
		acts.Add(1)
		switch n.Code {
		case 10:
			return Refusal("no credit")
		case 11:
			return errors.New("the database is away")
		}
		return nil
	})
	n := trial.Fresh()
	n.Code = 10
	if o := send(t, url, n); o.Result != notify.Refused || o.Said != "no credit" {
		t.Errorf("got %+v", o)
	}
	n.Code = 11
	if o := send(t, url, n); o.Result != notify.Failed || o.Status != 500 {
		t.Errorf("got %+v", o)
	}
	n.Code = 70
	if o := send(t, url, n); o.Result != notify.Delivered || acts.Load() != 3 {
		t.Errorf("got %+v after %d acts", o, acts.Load())
	}
}

func TestWhileANoticeIsActedOnAnotherAttemptIsAskedToComeLater(t *testing.T) {
	begun, end := make(chan struct{}), make(chan struct{})
	url := serve(t, func(Notice) error { close(begun); <-end; return nil })
	n := trial.Fresh()
	first := make(chan notify.Outcome, 1)
	go func() { first <- send(t, url, n) }()
	<-begun
	if o := send(t, url, n); o.Result != notify.RetryAfter {
		t.Errorf("got %+v", o)
	}
	close(end)
	if o := <-first; o.Result != notify.Delivered {
		t.Errorf("got %+v", o)
	}
}

func TestTheReceiverVerifiesJobsOverAllOfUnicode(t *testing.T) {
	key, err := ethkey.Parse(trial.Key)
	if err != nil {
		t.Fatal(err)
	}
	for i, job := range trial.Jobs(12, 10_000) {
		body, err := job.Body(key)
		if err != nil {
			t.Fatal(err)
		}
		var n Notice
		if err := json.Unmarshal(body, &n); err != nil || !verifier().signed(canonical(n), n.Signature) {
			t.Fatalf("job %d: %v, %s", i, err, body)
		}
	}
}

func send(t *testing.T, url string, n notify.Notice) notify.Outcome {
	t.Helper()
	signer, err := notify.NewSigner(config.NewSecret(trial.Key))
	if err != nil {
		t.Error(err)
		return notify.Outcome{}
	}
	s := notify.NewSender(notify.Options{Signer: signer, Limit: time.Minute})
	t.Cleanup(s.Close)
	return s.Send(t.Context(), config.NewSecret(url), n)
}
