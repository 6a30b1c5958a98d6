// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// otherKey is a key that the receiver does not trust.
const otherKey = "0000000000000000000000000000000000000000000000000000000000000001"

// header changes one header; an empty value takes it away.
func header(name, value string) func(*Delivery) {
	return func(d *Delivery) {
		d.Header.Del(name)
		if value != "" {
			d.Header.Set(name, value)
		}
	}
}

// forgeries are what somebody on the way could do to a notice.
var forgeries = map[string]func(*Delivery){
	"another outcome":             header("ocean-code", "41"),
	"another event":               header("ocean-event", "start"),
	"another start notice":        header("ocean-start-notice", "undelivered"),
	"another id":                  header("webhook-id", "0b9f6f1e-3c1f-4a55-8a0e-000000000000-stop"),
	"another time":                header("webhook-timestamp", "1790000000"),
	"no outcome":                  header("ocean-code", ""),
	"no event":                    header("ocean-event", ""),
	"no start notice":             header("ocean-start-notice", ""),
	"no id":                       header("webhook-id", ""),
	"no time":                     header("webhook-timestamp", ""),
	"no signature":                header("webhook-signature", ""),
	"a signature of another kind": header("webhook-signature", "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="),
	"a signature that is none":    header("webhook-signature", "eip191,0x00 eip191-outcome,0x00"),
	"a body that is changed":      func(d *Delivery) { d.Body = []byte(strings.Replace(string(d.Body), `"jobId": "`, `"jobId": "x`, 1)) },
	"a body with a blank more":    func(d *Delivery) { d.Body = append(d.Body, ' ') },
	"a body that is none":         func(d *Delivery) { d.Body = []byte("{}") },
	"no body":                     func(d *Delivery) { d.Body = nil },
	"schemes in each other's place": func(d *Delivery) {
		list := strings.NewReplacer("eip191-outcome,", "eip191,", "eip191,", "eip191-outcome,")
		d.Header.Set("webhook-signature", list.Replace(d.Header.Get("webhook-signature")))
	},
	"only the first signature": func(d *Delivery) {
		first, _, _ := strings.Cut(d.Header.Get("webhook-signature"), " ")
		d.Header.Set("webhook-signature", first)
	},
	"only the second signature": func(d *Delivery) {
		_, second, _ := strings.Cut(d.Header.Get("webhook-signature"), " ")
		d.Header.Set("webhook-signature", second)
	},
	"the second signature shown as the first": func(d *Delivery) {
		_, second, _ := strings.Cut(d.Header.Get("webhook-signature"), "eip191-outcome,")
		d.Body = []byte("delivered." + d.Header.Get("webhook-id") + "." + d.Header.Get("webhook-timestamp") + "." + string(d.Body))
		d.Header.Set("webhook-id", "stop")
		d.Header.Set("webhook-timestamp", "70")
		d.Header.Set("webhook-signature", "eip191,"+second+" eip191-outcome,"+second)
	},
}

func standForgery(t *testing.T, url string) {
	t.Helper()
	for name, change := range forgeries {
		t.Run(name, func(t *testing.T) {
			d := signed(t, Fresh(), Key, time.Now).Copy()
			change(&d)
			refused(t, url, d)
		})
	}
	t.Run("the key of somebody else", func(t *testing.T) { refused(t, url, signed(t, Fresh(), otherKey, time.Now)) })
	for name, off := range map[string]time.Duration{"an old one": -6 * time.Minute, "one from the future": 6 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			refused(t, url, signed(t, Fresh(), Key, func() time.Time { return time.Now().Add(off) }))
		})
	}
	t.Run("an old one with the outcome of a new one", func(t *testing.T) {
		n := Fresh()
		n.Code = 41
		failed := signed(t, n, Key, time.Now)
		n.Code = 70
		finished := signed(t, n, Key, time.Now)
		finished.Header.Set("ocean-code", failed.Header.Get("ocean-code"))
		refused(t, url, finished)
	})
	t.Run("a request that is no POST", func(t *testing.T) {
		response, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("got %s", response.Status)
		}
	})
}

func refused(t *testing.T, url string, d Delivery) {
	t.Helper()
	if status, said := post(t, url, d); status != http.StatusUnauthorized {
		t.Errorf("got %d %s", status, said)
	}
}
