// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/notify"
)

// Stand sends real notices to a receiver that trusts Address and tells the real time, and checks what it accepts.
func Stand(t *testing.T, url string) {
	t.Helper()
	for i, n := range notices() {
		o := sender(t, Key, time.Now).Send(t.Context(), config.NewSecret(url), n)
		if o.Result != notify.Delivered {
			t.Errorf("notice %d was not accepted: %+v", i, o)
		}
		if o := sender(t, Key, time.Now).Send(t.Context(), config.NewSecret(url), n); o.Result != notify.Delivered {
			t.Errorf("notice %d was not accepted when it came again: %+v", i, o)
		}
	}
	t.Run("a notice is acted on once", func(t *testing.T) {
		n := Fresh()
		d := signed(t, n, Key, time.Now)
		for _, want := range []string{"accepted", "accepted before", "accepted before"} {
			if status, said := post(t, url, d); status != http.StatusOK || said != want {
				t.Errorf("got %d %s, want %s", status, said, want)
			}
		}
		later := func() time.Time { return time.Now().Add(time.Minute) }
		if _, said := post(t, url, signed(t, n, Key, later)); said != "accepted before" {
			t.Errorf("another attempt of the same notice: %s", said)
		}
	})
	t.Run("what is not the operator's is refused", func(t *testing.T) { standForgery(t, url) })
	if status, _ := post(t, url, signed(t, Fresh(), Key, time.Now)); status != http.StatusOK {
		t.Errorf("after all that an honest notice gets %d", status)
	}
}

// notices are all kinds of them.
func notices() []notify.Notice {
	var all []notify.Notice
	for _, job := range Jobs(11, 10) {
		start, stop := Fresh(), Fresh()
		start.Event, start.Code, start.Started, start.Job = notify.Start, 10, "", job
		stop.Job = job
		all = append(all, start, stop)
	}
	for _, started := range []notify.StartNotice{notify.StartDelivered, notify.StartUndelivered, notify.StartNotSent} {
		n := Fresh()
		n.Started = started
		all = append(all, n)
	}
	return all
}

// sender signs with this key and says that it is this time.
func sender(t *testing.T, key string, now func() time.Time) *notify.Sender {
	t.Helper()
	signer, err := notify.NewSigner(config.NewSecret(key))
	if err != nil {
		t.Fatal(err)
	}
	s := notify.NewSender(notify.Options{Signer: signer, Now: now, Limit: time.Minute})
	t.Cleanup(s.Close)
	return s
}

// signed is a notice as it comes over the wire.
func signed(t *testing.T, n notify.Notice, key string, now func() time.Time) Delivery {
	t.Helper()
	box := NewPostbox(t)
	if o := sender(t, key, now).Send(t.Context(), config.NewSecret(box.URL), n); o.Result != notify.Delivered {
		t.Fatalf("got %+v", o)
	}
	return box.Only(t)
}

// post sends a delivery on, changed or not.
func post(t *testing.T, url string, d Delivery) (status int, said string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, bytes.NewReader(d.Body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header = d.Header.Clone()
	request.Header.Del("Content-Length")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, strings.TrimSpace(string(text))
}
