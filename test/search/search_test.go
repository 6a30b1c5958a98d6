// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"net/url"
	"strings"
	"testing"
)

const (
	hush     = "3f9c1d72aa0be4586d2e915c07b8f4a1"
	key      = "9a41c0ff22e6b7d35580e1f6c3947a0d2b88f05e16d9ac7341ee50bb9f2c6d07"
	password = `p"ss/wörd:<&>+tail-of-it`
)

func known() *Search {
	s := New()
	s.Secret("the job's secret", hush)
	s.Key("the private key", key)
	s.Secret("the password", password)
	return s
}

// Each of these is a leak that somebody could plant, or a receiver provoke.
func TestAPlantedLeakIsFound(t *testing.T) {
	raw, err := hex.DecodeString(key)
	if err != nil {
		t.Fatal(err)
	}
	body := []byte(`{"algoDID": null, "jobId": "a", "secret": "` + hush + `"}`)
	quoted, err := json.Marshal(string(body))
	if err != nil {
		t.Fatal(err)
	}
	twice, err := json.Marshal(string(quoted))
	if err != nil {
		t.Fatal(err)
	}
	for name, leak := range map[string]string{
		"a secret":                          "level=debug secret=" + hush,
		"a secret in capitals":              strings.ToUpper(hush),
		"a piece of a secret":               "…" + hush[7:22] + "…",
		"a secret over two lines":           hush[:16] + "\n  " + hush[16:],
		"a body":                            string(body),
		"a body, quoted":                    string(quoted),
		"a body, quoted twice":              string(twice),
		"a body in base64":                  base64.StdEncoding.EncodeToString(body),
		"a body in base64, one byte later":  base64.StdEncoding.EncodeToString(append([]byte("x"), body...)),
		"a body in base64, two bytes later": base64.URLEncoding.EncodeToString(append([]byte("xy"), body...)),
		"a body in hex":                     hex.EncodeToString(body),
		"a body as Go prints bytes":         fmt.Sprintf("%d", body),
		"a secret backwards":                backwards(hush),
		"a key":                             key,
		"a key with 0x":                     "0x" + key,
		"a key with 0X, in capitals":        "0X" + strings.ToUpper(key),
		"a key's bytes in base64":           base64.StdEncoding.EncodeToString(raw),
		"a key's bytes in a longer base64":  base64.StdEncoding.EncodeToString(append([]byte("k:"), raw...)),
		"a key's digits in base64":          base64.StdEncoding.EncodeToString([]byte("0x" + key)),
		"a key as a number":                 new(big.Int).SetBytes(raw).String(),
		"a key as Go prints bytes":          fmt.Sprintf("%d", raw),
		"a key as Go prints a structure":    fmt.Sprintf("%+v", struct{ D *big.Int }{new(big.Int).SetBytes(raw)}),
		"a password":                        password,
		"a password in an address":          (&url.URL{Scheme: "http", User: url.UserPassword("u", password), Host: "h"}).String(),
		"a password in a query":             "token=" + url.QueryEscape(password),
		"a password as basic authentication": "Basic " +
			base64.StdEncoding.EncodeToString([]byte("somebody:"+password)),
		"a password as Go quotes it": fmt.Sprintf("%q", password),
	} {
		t.Run(name, func(t *testing.T) {
			for _, around := range []string{"%s", "before %s after", `{"message":"before%safter"}`} {
				found := known().Find("the log", fmt.Sprintf(around, leak))
				if len(found) == 0 {
					t.Errorf("it was not found in %s", around)
				}
				for _, f := range found {
					if again := known().Find("a finding", f); len(again) > 0 {
						t.Errorf("the finding leaks itself: %s", f)
					}
				}
			}
		})
	}
}

func TestWhatIsNoLeakIsNotFound(t *testing.T) {
	for _, text := range []string{
		"", "secret", "word-count-0f1e2d3c-secret", "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23", hush[:window-1], key[3 : 3+window-1],
		"the receiver http://127.0.0.1:8080 answered 402 Payment Required: [redacted]",
		strings.Repeat("0123456789abcdef", 100), strings.Repeat("A", 1000),
	} {
		if found := known().Find("the log", text); len(found) > 0 {
			t.Errorf("%q: %v", text, found)
		}
	}
}

func TestASearchForWhatCouldStandThereByChanceIsRefused(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("it was taken")
		}
	}()
	New().Secret("a short one", "token")
}
