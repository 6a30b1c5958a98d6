// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/notify"
	"github.com/oceanprotocol/operator-engine/internal/notify/ethkey"
	"github.com/oceanprotocol/operator-engine/test/receivers/trial"
)

// body is what a receiver reads.
type body struct {
	AlgoDID   *string  `json:"algoDID"`
	JobID     string   `json:"jobId"`
	Secret    string   `json:"secret"`
	DID       []string `json:"DID"`
	Signature string   `json:"signature"`
}

func TestTenThousandJobsOverAllOfUnicodeAreSignedByTheKey(t *testing.T) {
	for i, job := range trial.Jobs(1, 10_000) {
		checkJob(t, job)
		if t.Failed() {
			t.Fatalf("this was job %d: %+q of %+q", i, job.ID, job.Inputs)
		}
	}
}

func FuzzJob(f *testing.F) {
	f.Add("fedcba9876543210fedcba9876543210", "0123456789abcdef0123456789abcdef", "did:op:cccc", true, "did:op:aaaa", "did:op:bbbb", byte(2))
	f.Add("", "", "", true, "", "", byte(0))
	f.Add("é<>&\u2028", "\x00\x7f\"\\", "", false, "\U0001f30a", "\xff\xed\xa0\x80", byte(2))
	for _, job := range trial.Jobs(2, 200) {
		f.Add(job.ID, job.Secret.Reveal(), job.ID, job.Algorithm != nil, strings.Join(job.Inputs, ","), job.ID, byte(len(job.Inputs)))
	}
	f.Fuzz(func(t *testing.T, id, secret, algorithm string, named bool, one, two string, inputs byte) {
		job := notify.Job{ID: id, Secret: config.NewSecret(secret), Inputs: []string{one, two}[:inputs%3]}
		if named {
			job.Algorithm = &algorithm
		}
		checkJob(t, job)
	})
}

// checkJob reads a job's body as a receiver does, with libraries that are not ours.
func checkJob(t *testing.T, job notify.Job) {
	t.Helper()
	key, err := ethkey.Parse(trial.Key)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := job.Body(key)
	if err != nil {
		t.Fatal(err)
	}
	if at := strings.IndexFunc(string(raw), func(r rune) bool { return r < ' ' || r > '~' }); at >= 0 {
		t.Errorf("character %d of the body is not printable ASCII: %q", at, raw)
	}
	var got body
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	want := body{AlgoDID: job.Algorithm, JobID: whole(job.ID), Secret: whole(job.Secret.Reveal()), DID: []string{}, Signature: got.Signature}
	if job.Algorithm != nil {
		want.AlgoDID = new(whole(*job.Algorithm))
	}
	for _, input := range job.Inputs {
		want.DID = append(want.DID, whole(input))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the receiver reads something else (-sent +read):\n%s", diff)
	}
	if signer := trial.SignerOf(t, signedText(string(raw)), got.Signature); signer != trial.Address {
		t.Errorf("signed by %s", signer)
	}
}

// whole is a string as any receiver gets it: bytes that are no UTF-8 replaced.
func whole(s string) string { return string([]rune(s)) }

// signedText cuts the four values out of a body as they stand there, and puts them into the order of the signed text.
func signedText(raw string) string {
	cut := func(from, to string) string {
		_, rest, _ := strings.Cut(raw, from)
		value, _, _ := strings.Cut(rest, to)
		return value
	}
	// None of these can stand within a value, where every quote has a backslash before it.
	algorithm := cut(`{"algoDID": `, `, "jobId": `)
	job := cut(`, "jobId": `, `, "secret": `)
	secret := cut(`, "secret": `, `, "DID": `)
	inputs := cut(`, "DID": `, `, "signature": `)
	return secret + inputs + job + algorithm
}

func TestEveryCharacterThereIsSurvives(t *testing.T) {
	key, err := ethkey.Parse(trial.Key)
	if err != nil {
		t.Fatal(err)
	}
	for first := rune(0); first <= unicode.MaxRune; first += 0x1000 {
		id := everyCharacter(first)
		raw, err := notify.Job{ID: id}.Body(key)
		if err != nil {
			t.Fatal(err)
		}
		var got body
		if err := json.Unmarshal(raw, &got); err != nil || got.JobID != id {
			t.Fatalf("between %U and %U something was lost: %v", first, first+0xFFF, err)
		}
	}
}

// everyCharacter has the 4096 characters from the first one on; halves of surrogate pairs are U+FFFD.
func everyCharacter(first rune) string {
	var b strings.Builder
	for r := first; r < first+0x1000; r++ {
		b.WriteRune(r)
	}
	return b.String()
}
