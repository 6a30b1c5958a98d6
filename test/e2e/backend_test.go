// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/reach"
	"github.com/oceanprotocol/operator-engine/test/receivers/trial"
)

// The namespaces of an operator that tells a backend of starts and ends: its own, and another one that it watches.
const (
	notices = "ocean-compute-notices"
	owed    = "ocean-compute-owed"
)

// control is where the backend is told how to behave.
const control = "http://receiver." + notices + ".svc.cluster.local:8081"

// delivery is a notice as the backend got it, and how the backend behaved then.
type delivery struct {
	Mode    string
	Path    string
	Headers map[string]string
	Body    string
}

func (d delivery) event() string { return d.Headers["ocean-event"] }

// behave lets the backend be down, fail, hang or accept from now on.
func behave(t *testing.T, mode string) {
	t.Helper()
	ask(t, http.MethodPut, control+"/mode", mode)
}

// deliveries are all that the backend was sent of a workflow, in order.
func deliveries(t *testing.T, wf *v1alpha1.Workflow) []delivery {
	t.Helper()
	var all, of []delivery
	if err := json.Unmarshal(ask(t, http.MethodGet, control+"/told", ""), &all); err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		if strings.HasPrefix(d.Headers["webhook-id"], string(wf.UID)) {
			of = append(of, d)
		}
	}
	return of
}

// ask sends a request to a service of the cluster, by its name there.
func ask(t *testing.T, method, url, body string) []byte {
	t.Helper()
	text, err := reach.Ask(t.Context(), method, url, "", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// verify checks a delivery as a receiver does, with libraries that are not ours.
func verify(t *testing.T, wf *v1alpha1.Workflow, d delivery) {
	t.Helper()
	h := d.Headers
	if want := string(wf.UID) + "-" + d.event(); h["webhook-id"] != want || d.Path != "/"+d.event() {
		t.Errorf("%s with the id %s, not %s", d.Path, h["webhook-id"], want)
	}
	sent := h["webhook-id"] + "." + h["webhook-timestamp"] + "." + d.Body
	signed := map[string]string{
		"eip191":         sent,
		"eip191-outcome": strings.Join([]string{h["ocean-event"], h["ocean-code"], h["ocean-start-notice"], sent}, "."),
	}
	for _, entry := range strings.Fields(h["webhook-signature"]) {
		scheme, signature, _ := strings.Cut(entry, ",")
		if signer := trial.SignerOf(t, signed[scheme], signature); signer != trial.Address {
			t.Errorf("%s of %s is by %s", scheme, d.event(), signer)
		}
		delete(signed, scheme)
	}
	if len(signed) > 0 {
		t.Errorf("%s lacks signatures: %s", d.event(), h["webhook-signature"])
	}
}
