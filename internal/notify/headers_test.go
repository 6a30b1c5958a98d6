// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/notify"
	"github.com/oceanprotocol/operator-engine/test/receivers/trial"
)

var at = time.Unix(1_790_000_000, 999)

// newSender sends with the key of the trial, as if it were always the same time.
func newSender(t *testing.T) *notify.Sender {
	t.Helper()
	signer, err := notify.NewSigner(config.NewSecret(trial.Key))
	if err != nil {
		t.Fatal(err)
	}
	sender := notify.NewSender(notify.Options{Signer: signer, Now: func() time.Time { return at }})
	t.Cleanup(sender.Close)
	return sender
}

// received is what arrives when a notice is sent.
func received(t *testing.T, n notify.Notice) trial.Delivery {
	t.Helper()
	post := trial.NewPostbox(t)
	if o := newSender(t).Send(t.Context(), config.NewSecret(post.URL), n); o.Result != notify.Delivered {
		t.Fatalf("got %+v", o)
	}
	return post.Only(t)
}

func TestHeadersSayWhatTheBodyDoesNot(t *testing.T) {
	job := trial.Jobs(3, 1)[0]
	for name, tc := range map[string]struct {
		notice notify.Notice
		want   http.Header
	}{
		"a start": {
			notify.Notice{WorkflowUID: "u-1", Event: notify.Start, Code: 10, Job: job},
			http.Header{"Webhook-Id": {"u-1-start"}, "Ocean-Event": {"start"}, "Ocean-Code": {"10"}},
		},
		"a stop after a start that was delivered": {
			notify.Notice{WorkflowUID: "u-1", Event: notify.Stop, Code: 70, Started: notify.StartDelivered, Job: job},
			http.Header{"Webhook-Id": {"u-1-stop"}, "Ocean-Event": {"stop"}, "Ocean-Code": {"70"}, "Ocean-Start-Notice": {"delivered"}},
		},
		"a stop after a start that never got through": {
			notify.Notice{WorkflowUID: "u-1", Event: notify.Stop, Code: 41, Started: notify.StartUndelivered, Job: job},
			http.Header{"Webhook-Id": {"u-1-stop"}, "Ocean-Event": {"stop"}, "Ocean-Code": {"41"}, "Ocean-Start-Notice": {"undelivered"}},
		},
		"a stop without a start": {
			notify.Notice{WorkflowUID: "u-1", Event: notify.Stop, Code: 31, Started: notify.StartNotSent, Job: job},
			http.Header{"Webhook-Id": {"u-1-stop"}, "Ocean-Event": {"stop"}, "Ocean-Code": {"31"}, "Ocean-Start-Notice": {"none"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := received(t, tc.notice).Header
			if form := regexp.MustCompile(`^eip191,0x[0-9a-f]{130} eip191-outcome,0x[0-9a-f]{130}$`); !form.MatchString(got.Get("webhook-signature")) {
				t.Errorf("webhook-signature: %s", got.Get("webhook-signature"))
			}
			tc.want["Webhook-Timestamp"] = []string{"1790000000"}
			tc.want["Content-Type"] = []string{"application/json"}
			tc.want["User-Agent"] = []string{"operator-engine"}
			for _, odd := range []string{"Webhook-Signature", "Content-Length"} {
				got.Del(odd)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheHeadersSignaturesAreOfTheKey(t *testing.T) {
	for i, job := range trial.Jobs(4, 100) {
		d := received(t, notify.Notice{WorkflowUID: "u-1", Event: notify.Stop, Code: 70, Started: notify.StartDelivered, Job: job})
		texts := map[string]string{
			"eip191":         "u-1-stop.1790000000." + string(d.Body),
			"eip191-outcome": "stop.70.delivered.u-1-stop.1790000000." + string(d.Body),
		}
		for entry := range strings.SplitSeq(d.Header.Get("webhook-signature"), " ") {
			scheme, signature, _ := strings.Cut(entry, ",")
			if signer := trial.SignerOf(t, texts[scheme], signature); signer != trial.Address {
				t.Errorf("job %d: %s is signed by %s", i, scheme, signer)
			}
		}
	}
}

func TestTheBodyIsTheSameForStartAndStop(t *testing.T) {
	n := notify.Notice{WorkflowUID: "u-1", Event: notify.Start, Code: 10, Job: trial.Jobs(5, 1)[0]}
	start := received(t, n)
	n.Event, n.Code, n.Started = notify.Stop, 70, notify.StartDelivered
	if stop := received(t, n); string(start.Body) != string(stop.Body) {
		t.Errorf("a receiver of the predecessor's notices sees a difference:\n%s\n%s", start.Body, stop.Body)
	}
}

func TestAUserInTheAddressIsSentAsTheProtocolHasIt(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, ok := r.BasicAuth(); !ok || user != "me" || password != "pass" || r.URL.RawQuery != "t=1" {
			w.WriteHeader(http.StatusUnauthorized)
		}
	}))
	t.Cleanup(server.Close)
	to := strings.Replace(server.URL, "://", "://me:pass@", 1) + "/?t=1"
	if o := newSender(t).Send(t.Context(), config.NewSecret(to), notify.Notice{}); o.Result != notify.Delivered {
		t.Errorf("got %+v", o)
	}
}
