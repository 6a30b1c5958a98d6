// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"path/filepath"
	"strings"
	"testing"
)

// Configure trusts no document, although the API server and the operator have looked at it before: whatever is in it, files end up
// on the volume, below the folders that are meant for them.
func FuzzADocumentOfAnyKindStaysOnTheVolume(f *testing.F) {
	f.Add([]byte(`{"spec":{"stages":[{"name":"s","inputs":[{"id":"did:op:a","files":[{"url":"https://a"},{"claim":{"name":"c","path":"../../x"}}]}],
		"algorithm":{"id":"did:op:../x","rawCode":"x","customData":null}}]}}`))
	f.Add([]byte(`{"spec":{"metadataURI":"https://m","stages":[{"name":"..","inputs":[{"id":"../../etc/passwd"}]}]}}`))
	f.Add([]byte(`{"spec":{"stages":[{"name":"s","inputs":[{"id":"a","remote":{"serviceId":"\u0000","txId":""}}],"algorithm":{"files":[{},{"urlFrom":{}}]}}]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := ParseDocument(text)
		if err != nil {
			return
		}
		list := items(d, func(string) string { return "https://from.a.secret/x" })
		for _, it := range list {
			zone, _, _ := strings.Cut(it.path, "/")
			if !filepath.IsLocal(it.path) || zone != "inputs" && zone != "transformations" && zone != "ddos" {
				t.Errorf("%s would be written to %q", it.what, it.path)
			}
		}
		all, err := folders(d.Workflow.Spec.Stages, 3)
		if err != nil {
			return
		}
		for _, folder := range all {
			if !filepath.IsLocal(folder.path) {
				t.Errorf("the folder %q would be made", folder.path)
			}
		}
		codeSums(d.Workflow.Spec.Stages, list, make([]outcome, len(list)))
	})
}
