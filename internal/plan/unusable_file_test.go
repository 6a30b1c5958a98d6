// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"strings"
	"testing"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

func input(f ...v1alpha1.File) func(*v1alpha1.Stage) {
	return func(s *v1alpha1.Stage) { s.Inputs = []v1alpha1.Input{{ID: "did:op:a", Files: f}} }
}

func algorithm(f ...v1alpha1.File) func(*v1alpha1.Stage) {
	return func(s *v1alpha1.Stage) { s.Algorithm.Files = f }
}

func TestFilesThatCannotBeAreRefusedAtAdmission(t *testing.T) {
	account := func(name string) *v1alpha1.CredentialsReference { return &v1alpha1.CredentialsReference{Name: name} }
	claim := func(name, path string) v1alpha1.File {
		return v1alpha1.File{Claim: &v1alpha1.ClaimPath{Name: name, Path: path}}
	}
	good := v1alpha1.File{URL: "https://example.com/a?b=c"}
	const badName, badKey = "cannot be the name of a Secret", "cannot be a key of a Secret"
	for _, tc := range []struct {
		name   string
		change func(*v1alpha1.Stage)
		want   []string
	}{
		{"every kind of address is admitted", input(good, v1alpha1.File{URL: "s3://bucket/a", CredentialsFrom: account("store-1")},
			v1alpha1.File{URL: "ipfs://bafy/a"}, v1alpha1.File{URL: "data:,hello"}, claim("data-1", "a/b"), claim("data-1", ".")), nil},
		{"headers for a server are admitted", input(v1alpha1.File{URL: good.URL, HeadersFrom: &v1alpha1.SecretKeyReference{Name: "a", Key: "b"}}), nil},
		{"headers for a bucket", input(v1alpha1.File{URL: "s3://b/a", HeadersFrom: &v1alpha1.SecretKeyReference{Name: "a", Key: "b"}}), []string{"file 0: headersFrom is for http and https only"}},
		{"headers for a claim", input(v1alpha1.File{Claim: &v1alpha1.ClaimPath{Name: "a", Path: "b"}, HeadersFrom: &v1alpha1.SecretKeyReference{Name: "a", Key: "b"}}), []string{"headersFrom is for http and https only"}},
		{"a headers' Secret with a wrong name", input(v1alpha1.File{URL: good.URL, HeadersFrom: &v1alpha1.SecretKeyReference{Name: "A", Key: "b"}}), []string{badName, "headersFrom.name"}},
		{"a headers' Secret with a wrong key", input(v1alpha1.File{URL: good.URL, HeadersFrom: &v1alpha1.SecretKeyReference{Name: "a", Key: "/"}}), []string{badKey, "headersFrom.key"}},
		{"credentials for a server", input(v1alpha1.File{URL: good.URL, CredentialsFrom: account("store-1")}), []string{"credentialsFrom is for s3 only"}},
		{"credentials with a wrong name", input(v1alpha1.File{URL: "s3://b/a", CredentialsFrom: account("store/1")}), []string{badName, "credentialsFrom.name"}},
		{"a checksum of a folder", input(v1alpha1.File{URL: "s3://b/a/", SHA256: strings.Repeat("0", 64)}), []string{"a folder, which has no sha256"}},
		{"a claim with a wrong name", input(claim("Data", "a")), []string{`"Data" cannot be the name of a claim`}},
		{"a claim's path from the root", input(claim("data", "/a")), []string{`"/a" is no path on a claim`}},
		{"a claim's path that climbs", input(claim("data", "a/../../b")), []string{"is no path on a claim"}},
		{"a claim's path that climbs at once", algorithm(claim("data", "..")), []string{"is no path on a claim"}},
		{"a claim's path with a slash at its end", algorithm(claim("data", "a/")), []string{"without a slash at either end"}},
		{"an order without a place for its DDO", func(s *v1alpha1.Stage) { s.Algorithm.Remote = &v1alpha1.Remote{ServiceID: "1", TxID: "2"} }, []string{"algorithm, remote needs spec.metadataURI"}},
		{"an input's order without a place for its DDO", func(s *v1alpha1.Stage) {
			s.Inputs = []v1alpha1.Input{{ID: "did:op:a", Remote: &v1alpha1.Remote{ServiceID: "1", TxID: "2"}}}
		}, []string{"input did:op:a, remote needs spec.metadataURI"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := World{Now: epoch, Workflow: gen.Workflow(), Settings: testSettings()}
			w.Settings.AllowedSecrets, w.Settings.AllowedClaims = []string{"*"}, []string{"*"}
			tc.change(&w.Workflow.Spec.Stages[0])
			refusedAsInvalid(t, Next(w), tc.want)
		})
	}
}
