// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package redact_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/oceanprotocol/operator-engine/internal/contract/redact"
)

func TestURL(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"a plain address is kept":                {"https://host:8443/a/b", "https://host:8443/a/b"},
		"a query is left off":                    {"https://host/a?token=s3cret", "https://host/a"},
		"a user and a password are left off":     {"https://user:s3cret@host/a", "https://host/a"},
		"a fragment is left off":                 {"https://host/a#s3cret", "https://host/a"},
		"an escaped path stays escaped":          {"https://host/a%2Fb?s3cret", "https://host/a%2Fb"},
		"an address that is broken is not shown": {"http://user:s3cret@ho st/%zz", "(an unreadable address)"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := redact.URL(tc.in); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestText(t *testing.T) {
	for name, in := range map[string]string{
		"an address in a sentence":          `see https://user:s3cret@host/a?b=s3cret, please`,
		"an address that net/http quotes":   `Get "https://host/a?b=s3cret": EOF`,
		"a broken address in quotes":        `parse "https://user:s3cret pass@host": invalid`,
		"an address without its beginning":  `failed to parse Location header "/a?b=s3cret"`,
		"several addresses":                 `http://a/?s3cret http://b/?s3cret`,
		"an address with a scheme of S3":    `s3://key:s3cret@bucket/x`,
		"an address with an odd upper case": `HTTPS://host/?S=s3cret`,
	} {
		t.Run(name+" is cleaned", func(t *testing.T) {
			if got := redact.Text(in); strings.Contains(got, "s3cret") {
				t.Errorf("got %q", got)
			}
		})
	}
	t.Run("a text without addresses is kept", func(t *testing.T) {
		const in = "what? nothing: 10 // 2"
		if got := redact.Text(in); got != in {
			t.Errorf("got %q", got)
		}
	})
}

func TestError(t *testing.T) {
	err := redact.Error(fmt.Errorf("fetch: %w", &url.Error{Op: "Get", URL: "http://host/?s3cret", Err: context.Canceled}))
	if want := `fetch: Get "http://host/": context canceled`; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
	if !errors.Is(err, context.Canceled) {
		t.Error("the cause is lost")
	}
	if redact.Error(nil) != nil {
		t.Error("no error became one")
	}
}

// Whatever stands around an address, its password, its query and its fragment are not shown.
func FuzzTextHidesWhatIsSecretOfAnAddress(f *testing.F) {
	f.Add("get ", ": no such host", "host/path")
	f.Add(`Get "`, `": EOF`, "host:8080/a b")
	f.Add(`"`, `"`, "[::1]/x")
	f.Add("http://a/?x=y ", " s3://b", "h/%zz")
	f.Add("\x00?", "\u202e\n", "h")
	f.Fuzz(func(t *testing.T, before, after, host string) {
		if strings.ContainsAny(host, "?#@\"'<> \t\r\n\v\f") {
			return // It would not be where the query stands.
		}
		const secret = "s3cr3t"
		if strings.Contains(before+after+host, secret) {
			return
		}
		for _, address := range []string{
			"https://" + host + "?token=" + secret, "https://u:" + secret + "@" + host + "?x", "s3://" + host + "/p?a=b#" + secret,
		} {
			if got := redact.Text(before + " " + address + " " + after); strings.Contains(got, secret) {
				t.Errorf("%q is shown as %q", before+" "+address+" "+after, got)
			}
		}
		_ = redact.URL(before + host + after)
	})
}
