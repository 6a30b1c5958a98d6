// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/controller"
	"github.com/oceanprotocol/operator-engine/internal/courier"
	"github.com/oceanprotocol/operator-engine/internal/notify"
)

// testKey signs the notices of these tests, and nothing else.
const testKey = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"

// receiver is a provider's backend: what it was told, and how it answers.
type receiver struct {
	*httptest.Server

	mu     sync.Mutex
	told   []told
	answer func(event string) (status int, text string)
	news   chan struct{}
}

// told is a notice as it came in.
type told struct {
	event, id, code, start, body string
}

// newReceiver starts a backend that accepts everything.
func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{news: make(chan struct{}, 1000), answer: func(string) (int, string) { return http.StatusNoContent, "" }}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body) // A body that breaks off fails the test by what it lacks.
	n := told{
		event: req.Header.Get(notify.HeaderEvent), id: req.Header.Get(notify.HeaderID), code: req.Header.Get(notify.HeaderCode),
		start: req.Header.Get(notify.HeaderStart), body: string(body),
	}
	r.mu.Lock()
	r.told = append(r.told, n)
	answer := r.answer
	r.mu.Unlock()
	status, text := answer(n.event)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text) // The operator may have given up.
	r.news <- struct{}{}
}

// answers lets the receiver answer otherwise from now on.
func (r *receiver) answers(answer func(event string) (int, string)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = answer
}

// await waits until the receiver was told so many times, and returns what.
func (r *receiver) await(t *testing.T, n int) []told {
	t.Helper()
	for {
		r.mu.Lock()
		all := append([]told(nil), r.told...)
		r.mu.Unlock()
		if len(all) >= n {
			return all
		}
		select {
		case <-r.news:
		case <-t.Context().Done():
			t.Fatalf("it was told %d times, not %d", len(all), n)
		}
	}
}

// settings let an operator notify this receiver.
func (r *receiver) settings(more ...string) []string {
	return append([]string{"NOTIFY_START_URL", r.URL + "/start?token=hush", "NOTIFY_STOP_URL", r.URL + "/stop?token=hush", "OPERATOR_PRIVATE_KEY", testKey}, more...)
}

func addCourier(t *testing.T, mgr ctrl.Manager, settings config.Notify) controller.Notices {
	t.Helper()
	if !settings.StartURL.IsSet() && !settings.StopURL.IsSet() {
		return nil
	}
	signer, err := notify.NewSigner(settings.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	c := courier.New(notify.NewSender(notify.Options{Signer: signer, Limit: settings.Timeout}), settings, mgr.GetAPIReader(), clock.RealClock{})
	if err := mgr.Add(c); err != nil {
		t.Fatal(err)
	}
	return c
}
