// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/config"
)

func TestRetryAfterIsReadAsSecondsAndAsADate(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"": 0, "0": 0, "7": 7 * time.Second, " 7 ": 7 * time.Second, "-7": 0, "+7": 0, "7.5": 0, "7s": 0, "soon": 0, "7, 8": 0,
		"86400": longestWait, "86401": longestWait, "4294967296": longestWait, "99999999999999999999999": longestWait,
		"Fri, 02 Jan 2026 03:05:05 GMT":    time.Minute,
		"Friday, 02-Jan-26 03:05:05 GMT":   time.Minute,
		"Fri Jan  2 03:05:05 2026":         time.Minute,
		"Fri, 02 Jan 2025 03:05:05 GMT":    0,
		"Fri, 02 Jan 2099 03:05:05 GMT":    longestWait,
		"Fri, 02 Jan 2026 03:05:05 Mars":   0,
		"2026-01-02T03:05:05Z":             0,
		"Fri, 02 Jan 9999999 03:05:05 GMT": 0,
	} {
		if got := retryAfter(header, now); got != want {
			t.Errorf("%q is %s, want %s", header, got, want)
		}
	}
}

func TestAReceiversWishIsPassedOn(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for status, want := range map[int]time.Duration{
		200: 0, 410: 0, // Nothing follows.
		429: time.Minute, 503: time.Minute, 500: time.Minute, 502: time.Minute, 404: time.Minute, 307: time.Minute,
	} {
		for _, header := range []string{"60", now.Add(time.Minute).Format(http.TimeFormat)} {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", header)
				w.WriteHeader(status)
			}))
			s := testSender(t, Options{Now: func() time.Time { return now }})
			if o := s.Send(t.Context(), config.NewSecret(server.URL), testNotice()); o.Wait != want {
				t.Errorf("%d with %s: got %+v", status, header, o)
			}
			server.Close()
		}
	}
}
