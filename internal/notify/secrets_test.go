// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/test/search"
)

const (
	oddSecret = "s3cret <&> \"quoted\" é/ü\\ 🌊 and\nmore"
	addressed = "?t=tok-in-query&k%20ey=v%2Falue-in-query"
)

// gossip answers with everything that it was told, in every way of writing, and with the address; what stands first is
// another thing for each first.
func gossip(t *testing.T, status, first int) http.HandlerFunc {
	t.Helper()
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		user, password, _ := r.BasicAuth()
		quoted, err := json.Marshal(oddSecret)
		if err != nil {
			t.Error(err)
		}
		said := []string{
			"no credit", oddSecret, string(body), string(quoted), hex.EncodeToString([]byte(oddSecret)),
			base64.StdEncoding.EncodeToString([]byte(oddSecret)), url.QueryEscape(oddSecret), url.PathEscape(oddSecret),
			html.EscapeString(oddSecret), strings.ReplaceAll(oddSecret, "/", `\/`), r.Header.Get("webhook-signature"),
			r.URL.String(), r.URL.Path, r.URL.RawQuery, user, password, "Cannot POST " + r.URL.EscapedPath(),
			r.URL.Query().Get("t"), r.URL.Query().Get("k ey"), fmt.Sprintf("%q", body),
			r.Header.Get("Authorization"), base64.StdEncoding.EncodeToString([]byte(r.Header.Get("Authorization"))),
			base64.StdEncoding.EncodeToString(body), base64.URLEncoding.EncodeToString(append([]byte("x"), body...)),
			base64.StdEncoding.EncodeToString([]byte("xy" + oddSecret + r.URL.String())),
		}
		first %= len(said)
		w.WriteHeader(status)
		fmt.Fprint(w, strings.Join(slices.Concat(said[first:], said[:first]), " | "))
	}
}

// telling are parts of what nobody may learn.
var telling = []string{
	testKey, strings.ToUpper(testKey), testKey[:16], "s3cret", "quoted", "more", "czNjcmV0", "733363726574",
	"tok-in-query", "value-in-query", "v%2Falue", "alue-in-q", "path-token", "user-name", "pass-word", "eip191,0x",
}

func TestARepeatingReceiverMakesUsTellNothing(t *testing.T) {
	finder := search.New()
	for name, value := range map[string]string{"the secret": oddSecret, "the token": "tok-in-query", "the credentials": "user-name:pass-word"} {
		finder.Secret(name, value)
	}
	statuses := []int{400, 402, 404, 408, 410, 422, 429, 500, 502, 503, 302}
	for first := range 40 {
		status := statuses[first%len(statuses)]
		server := httptest.NewServer(gossip(t, status, first))
		t.Cleanup(server.Close)
		to := strings.Replace(server.URL, "://", "://user-name:pass-word@", 1) + "/hooks/path-token/x%2Fy" + addressed
		n := testNotice()
		n.Job.Secret = config.NewSecret(oddSecret)
		o := testSender(t, Options{}).Send(t.Context(), config.NewSecret(to), n)
		if o.Status != status || !strings.HasPrefix(o.Reason, server.URL+" answered ") {
			t.Errorf("got %+v", o)
		}
		searchFor(t, fmt.Sprintf("%+v", o), telling...)
		if found := finder.Find("the outcome", fmt.Sprintf("%+v", o)); len(found) > 0 {
			t.Errorf("%v: %+v", found, o)
		}
		searchFor(t, o.Said, strings.TrimPrefix(server.URL, "http://"))
	}
}

func TestAPageIsNoReason(t *testing.T) {
	o := post(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, "<!doctype html><title>Not Found</title>")
	})
	if o.Said != "" || strings.Contains(o.Reason, "<") {
		t.Errorf("got %+v", o)
	}
}

func TestAReasonIsPassedOn(t *testing.T) {
	o := post(t, func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "no credit left\nfor 0xabc; "+strings.Repeat("please ", 1000), http.StatusPaymentRequired)
	})
	if o.Result != Refused || !strings.HasPrefix(o.Said, "no credit left for 0xabc; please") || len([]rune(o.Said)) != longestSaid {
		t.Errorf("got %+v", o)
	}
	if !strings.HasSuffix(o.Reason, " answered 402 Payment Required: "+o.Said) {
		t.Errorf("got %s", o.Reason)
	}
}

func TestNoErrorHasTheAddressInIt(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	nobody := strings.TrimPrefix(server.URL, "http://")
	for _, to := range []string{
		"http://user-name:pass-word@" + nobody + "/path-token" + addressed,
		"ftp://user-name:pass-word@" + nobody + "/path-token" + addressed,
		"http://user-name:pass-word@" + nobody + "/path-token\x00" + addressed,
		"http://user-name:pass-word@[broken/path-token" + addressed,
		"https://user-name:pass-word@no-such-host.invalid/path-token" + addressed,
	} {
		o := testSender(t, Options{}).Send(t.Context(), config.NewSecret(to), testNotice())
		if o.Result != Failed || o.Reason == "" {
			t.Errorf("got %+v", o)
		}
		searchFor(t, fmt.Sprintf("%+v", o), telling...)
	}
}

func TestNothingOfThePackageShowsASecretWhenPrinted(t *testing.T) {
	n := testNotice()
	n.Job.Secret = config.NewSecret(oddSecret)
	signer, sender := mustSigner(t), testSender(t, Options{})
	var all strings.Builder
	for _, holder := range []any{n, &n, n.Job, []Notice{n}, signer, signer.Key(), sender, *sender, Options{Signer: signer}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&all, verb+"\n", holder)
		}
		if b, err := json.Marshal(holder); err == nil {
			all.Write(b)
		}
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("A", "holder", holder)
		slog.New(slog.NewTextHandler(&log, nil)).Info("A", "holder", holder)
		all.Write(log.Bytes())
	}
	raw, err := hex.DecodeString(testKey)
	if err != nil {
		t.Fatal(err)
	}
	searchFor(t, all.String(), append(telling, fmt.Sprintf("%d", raw), hex.EncodeToString([]byte(oddSecret)))...)
	if !strings.Contains(all.String(), testAddress) || !strings.Contains(all.String(), "did:op:aaaa") {
		t.Error("nothing was printed at all")
	}
}

func searchFor(t *testing.T, text string, secrets ...string) {
	t.Helper()
	for _, secret := range secrets {
		if strings.Contains(text, secret) {
			t.Errorf("%q is in %s", secret, text)
		}
	}
}
