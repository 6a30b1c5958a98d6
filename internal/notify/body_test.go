// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"strings"
	"testing"

	"github.com/oceanprotocol/operator-engine/internal/config"
)

const vectorSignature = "0x6ac41caf0579e58b751b396e184dcc05806fde2d652ecd4a1518d02e62303009" +
	"4608cdc497228e78e7c4ab06dc2759116e602534b575153453838e42f7b30dd61b"

func TestTheBytesAreThePredecessors(t *testing.T) {
	const wantText = `"0123456789abcdef0123456789abcdef"["did:op:aaaa", "did:op:bbbb"]` +
		`"fedcba9876543210fedcba9876543210""did:op:cccc"`
	if got := string(vector().text()); got != wantText || len(got) != 111 {
		t.Errorf("signed text\n got %s\nwant %s", got, wantText)
	}
	const wantBody = `{"algoDID": "did:op:cccc", "jobId": "fedcba9876543210fedcba9876543210", ` +
		`"secret": "0123456789abcdef0123456789abcdef", "DID": ["did:op:aaaa", "did:op:bbbb"], "signature": "` + vectorSignature + `"}`
	got, err := vector().Body(mustKey(t))
	if err != nil || string(got) != wantBody {
		t.Errorf("body, %v\n got %s\nwant %s", err, got, wantBody)
	}
}

func TestStringsAreWrittenAsPythonDoes(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"nothing":                          {"", `""`},
		"plain characters":                 {"az AZ 09 ~!", `"az AZ 09 ~!"`},
		"quote and backslash":              {`"\`, `"\"\\"`},
		"a slash":                          {"/", `"/"`},
		"what Go would escape":             {"<>&'", `"<>&'"`},
		"line separators that Go escapes":  {"\u2028\u2029", `"\u2028\u2029"`},
		"control characters, short":        {"\b\f\n\r\t", `"\b\f\n\r\t"`},
		"control characters, long":         {"\x00\x01\x0b\x1f", `"\u0000\u0001\u000b\u001f"`},
		"delete":                           {"\x7f", `"\u007f"`},
		"beyond ASCII, lower-case digits":  {"é\u00ff\u0100ÿ中\ufeff\uffff", `"\u00e9\u00ff\u0100\u00ff\u4e2d\ufeff\uffff"`},
		"a surrogate pair":                 {"\U0001f30a", `"\ud83c\udf0a"`},
		"the first and last pair":          {"\U00010000\U0010ffff", `"\ud800\udc00\udbff\udfff"`},
		"a joined family":                  {"\U0001f468\u200d\U0001f467", `"\ud83d\udc68\u200d\ud83d\udc67"`},
		"bytes that are no UTF-8":          {"a\xffb\xc3", `"a\ufffdb\ufffd"`},
		"half a pair, encoded as if whole": {"\xed\xa0\x80", `"\ufffd\ufffd\ufffd"`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := string(appendString(nil, tc.in)); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

func TestTheSignedTextOfOddJobs(t *testing.T) {
	for name, tc := range map[string]struct {
		job  Job
		want string
	}{
		"no inputs":              {Job{ID: "j", Secret: config.NewSecret("s"), Algorithm: pointer("a")}, `"s"[]"j""a"`},
		"one input":              {Job{ID: "j", Secret: config.NewSecret("s"), Inputs: []string{"i"}, Algorithm: pointer("a")}, `"s"["i"]"j""a"`},
		"several inputs":         {Job{ID: "j", Secret: config.NewSecret("s"), Inputs: []string{"i", "é", ""}, Algorithm: pointer("a")}, `"s"["i", "\u00e9", ""]"j""a"`},
		"no algorithm id":        {Job{ID: "j", Secret: config.NewSecret("s"), Inputs: []string{"i"}}, `"s"["i"]"j"null`},
		"an empty algorithm id":  {Job{ID: "j", Secret: config.NewSecret("s"), Inputs: []string{"i"}, Algorithm: pointer("")}, `"s"["i"]"j"""`},
		"an algorithm named nul": {Job{ID: "j", Secret: config.NewSecret("s"), Algorithm: pointer("null")}, `"s"[]"j""null"`},
		"nothing at all":         {Job{}, `""[]""null`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := string(tc.job.text()); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
			body, err := tc.job.Body(mustKey(t))
			if err != nil {
				t.Fatal(err)
			}
			if isNull := strings.HasPrefix(string(body), `{"algoDID": null, `); isNull != (tc.job.Algorithm == nil) {
				t.Errorf("body %s", body)
			}
		})
	}
}
