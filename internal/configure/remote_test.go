// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestAnOrderIsRedeemed(t *testing.T) {
	t.Run("all files of an input come, and its DDO", func(t *testing.T) {
		p, l := newProvider(t, "zero", "one", string(manyBytes(20*mebi)), "three"), newLab(t)
		l.withProvider(t, testKey, p.server.URL)
		r := l.run(t, p.order(`,"userData":{"age": 3,  "q":"a&b"}`))
		if r.Code != 0 || r.Files != 4 {
			t.Fatalf("got %+v, log:\n%s", r, l.log)
		}
		for n, want := range p.files {
			if l.read(t, fmt.Sprintf("inputs/s/aa/%d", n)) != want {
				t.Errorf("file %d is something else", n)
			}
		}
		if got, want := l.read(t, "ddos/s/aa"), fmt.Sprintf(`{"id":"did:op:aa","services":[{"id":"other"},{"id":"svc","serviceEndpoint":%q}]}`, p.server.URL+"/"); got != want {
			t.Errorf("the DDO is %s, not %s", got, want)
		}
		if slices.ContainsFunc(p.asked, func(data string) bool { return data != `{"age":3,"q":"a&b"}` }) {
			t.Errorf("the user's data arrived as %q", p.asked)
		}
		if p.count["ddo"] != 1 {
			t.Errorf("the DDO was asked for %d times", p.count["ddo"])
		}
		for _, secret := range []string{"signature", "nonce", testKey} {
			if strings.Contains(l.log.String(), secret) {
				t.Errorf("the log has the %s:\n%s", secret, l.log)
			}
		}
	})
	t.Run("an algorithm's first file is the code", func(t *testing.T) {
		p, l := newProvider(t, "code", "lib"), newLab(t)
		l.withProvider(t, testKey, p.server.URL)
		r := l.run(t, fmt.Sprintf(`{"spec":{"metadataURI":"%s/aquarius","stages":[{"name":"s","algorithm":{"id":"did:op:aa","remote":{"serviceId":"svc","txId":"0xtx"}}}]}}`, p.server.URL))
		if r.Code != 0 || l.read(t, "transformations/s/algorithm") != "code" || l.read(t, "transformations/s/1") != "lib" {
			t.Errorf("got %+v", r)
		}
		if l.tree(t)["transformations/s/algorithm"] != 0o755 {
			t.Error("the code cannot be run")
		}
	})
	t.Run("a nonce that somebody was faster with is replaced", func(t *testing.T) {
		p, l := newProvider(t, "zero"), newLab(t)
		p.spoil = func(w http.ResponseWriter, what string, n int) bool {
			if what == "download" && n == 1 {
				refuse(w, "Invalid signature expected nonce (1) > current nonce (2)")
				return true
			}
			return false
		}
		l.withProvider(t, testKey, p.server.URL)
		if r := l.run(t, p.order("")); r.Code != 0 || p.count["download"] != 2 {
			t.Errorf("got %+v", r)
		}
	})
}

func TestAnOrderThatCannotBeRedeemedIsAFailure(t *testing.T) {
	respond := func(of string, status int, body string) func(http.ResponseWriter, string, int) bool {
		return func(w http.ResponseWriter, what string, _ int) bool {
			if what != of {
				return false
			}
			w.WriteHeader(status)
			fmt.Fprint(w, body)
			return true
		}
	}
	const before = "input did:op:aa of stage s: "
	for name, tc := range map[string]struct {
		spoil func(http.ResponseWriter, string, int) bool
		want  string
	}{
		"no DDO":                          {respond("ddo", 404, "{}"), "the metadata service answered 404 Not Found"},
		"a metadata service that is down": {respond("ddo", 503, ""), "the metadata service answered 503 Service Unavailable (tried 3 times)"},
		"a DDO that is none":              {respond("ddo", 200, "[]"), "the answer of the metadata service is no DDO"},
		"a DDO that is no JSON":           {respond("ddo", 200, "<html>"), "the answer of the metadata service is not what it should be"},
		"a DDO of another asset":          {respond("ddo", 200, `{"id":"did:op:bb"}`), "the answer of the metadata service is the DDO of another asset"},
		"a DDO without the service":       {respond("ddo", 200, `{"id":"did:op:aa","services":[{"id":"x"}]}`), "the asset's DDO has no service of the id that serviceId gives"},
		"a DDO that is too large":         {respond("ddo", 200, strings.Repeat(" ", 5*mebi)), "the answer of the metadata service is too large"},
		"an endpoint that is no URL":      {respond("ddo", 200, `{"id":"did:op:aa","services":[{"id":"svc","serviceEndpoint":"provider"}]}`), "the service's endpoint in the DDO is no URL"},
		"a provider that nobody trusts": {
			respond("ddo", 200, `{"id":"did:op:aa","services":[{"id":"svc","serviceEndpoint":"https://evil.example.com/x?y"}]}`),
			"orders may not be redeemed at https://evil.example.com: ask for it to be added to OCEAN_PROVIDERS",
		},
		"a provider without endpoints":   {respond("about", 200, "{}"), "the answer of the provider has no fileinfo among its serviceEndpoints"},
		"files that are an error":        {respond("fileinfo", 200, `{"error":"x"}`), "the answer of the provider is not what it should be"},
		"files that are refused":         {respond("fileinfo", 400, `{"error":"no such\nservice http://u:p@h/?t=s3cret"}`), "the provider answered 400 Bad Request: no such service http://h/"},
		"no files":                       {respond("fileinfo", 200, "[]"), "the provider has 0 files for this order"},
		"too many files":                 {respond("fileinfo", 200, "["+strings.Repeat("1,", 10_000)+"1]"), "the provider has 10001 files for this order"},
		"a download that is refused":     {respond("download", 403, `{"error":"order is not valid"}`), "the provider answered 403 Forbidden: order is not valid"},
		"a download that never succeeds": {respond("download", 502, ""), "the provider answered 502 Bad Gateway (tried 3 times)"},
		"nonces that are always old":     {respond("download", 400, `{"error":"nonce"}`), "the provider answered 400 Bad Request: nonce (tried 3 times)"},
	} {
		t.Run(name, func(t *testing.T) {
			p, l := newProvider(t, "zero"), newLab(t)
			p.spoil = tc.spoil
			l.withProvider(t, testKey, p.server.URL)
			r := l.run(t, p.order(""))
			if r.Code != 31 || r.Message != before+tc.want {
				t.Errorf("got %d %q", r.Code, r.Message)
			}
			if strings.Contains(l.log.String(), "s3cret") {
				t.Errorf("log:\n%s", l.log)
			}
		})
	}
	t.Run("a key that there is not", func(t *testing.T) {
		p, l := newProvider(t, "zero"), newLab(t)
		l.withProvider(t, "", p.server.URL)
		if r := l.run(t, p.order("")); r.Message != before+"the provider's key for orders, OPERATOR_PRIVATE_KEY, cannot be used: it is not 64 hex digits, with or without 0x before them" {
			t.Errorf("got %q", r.Message)
		}
	})
	t.Run("a provider without an address that may be connected to", func(t *testing.T) {
		p, l := newProvider(t, "zero"), newLab(t)
		p.endpoint = "http://169.254.169.254"
		l.withProvider(t, testKey, p.endpoint)
		if r := l.run(t, p.order("")); !strings.HasPrefix(r.Message, before+"ask the provider: its server has the address of a cloud's metadata server") {
			t.Errorf("got %q", r.Message)
		}
	})
}

func TestADDOIsGoodToHave(t *testing.T) {
	p, l := newProvider(t), newLab(t)
	l.withProvider(t, testKey)
	document := fmt.Sprintf(`{"spec":{"metadataURI":"%[1]s/aquarius","stages":[{"name":"s","inputs":[
		{"id":"did:op:aa","files":[{"url":"data:,x"}]},{"id":"plain","files":[{"url":"data:,y"}]}],
		"algorithm":{"id":"did:op:cc","rawCode":"z"}}]}}`, p.server.URL)
	p.spoil = func(w http.ResponseWriter, what string, n int) bool {
		if what == "ddo" && n == 1 {
			w.WriteHeader(http.StatusNotFound)
			return true
		}
		return false
	}
	if r := l.run(t, document); r.Code != 0 || r.Files != 3 {
		t.Errorf("got %+v", r)
	}
	tree := l.tree(t)
	_, input := tree["ddos/s/aa"]
	_, code := tree["ddos/s/cc"]
	_, plain := tree["ddos/s/plain"]
	if input == code || plain || p.count["ddo"] != 2 {
		t.Errorf("there are %v", tree)
	}
	if !strings.Contains(l.log.String(), "Could not find a DDO") {
		t.Errorf("log:\n%s", l.log)
	}
}
