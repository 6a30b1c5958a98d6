// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/internal/contract"
)

func TestContentThatStandsInItsAddress(t *testing.T) {
	for address, want := range map[string]string{
		"data:,hello%20world":                   "hello world",
		"data:text/plain;charset=utf-8,a?b#c,d": "a?b#c,d",
		"data:;base64,aGVsbG8=":                 "hello",
		"data:;base64,aGVsbG8":                  "hello",
		"data:,":                                "",
	} {
		l := newLab(t)
		if r := l.run(t, oneInput(address)); r.Code != 0 || l.read(t, "inputs/s/a/0") != want {
			t.Errorf("%s: got %+v", address, r)
		}
	}
}

// claims makes volumes, each a folder with files of these contents.
func (l *lab) claims(t *testing.T, volumes map[string]map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for claim, files := range volumes {
		for name, content := range files {
			path := filepath.Join(root, claim, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	l.o.Fetchers[kindClaim] = Claims{Root: root}
	return root
}

func fromClaim(claim, path string) string {
	return fmt.Sprintf(`{"spec":{"stages":[{"name":"s","inputs":[{"id":"a","files":[{"claim":{"name":%q,"path":%q}}]}],"algorithm":{}}]}}`, claim, path)
}

func TestFilesOfAClaim(t *testing.T) {
	volumes := map[string]map[string]string{"data": {"a/b.csv": "b", "a/c/d.csv": "d", "e": "e"}, "other": {"secret": "s3cret"}}
	for path, want := range map[string]map[string]string{
		"a/b.csv": {"0": "b"},
		"a":       {"0/b.csv": "b", "0/c/d.csv": "d"},
		".":       {"0/a/b.csv": "b", "0/a/c/d.csv": "d", "0/e": "e", "0/link": "e"},
		"link":    {"0": "e"},
	} {
		t.Run(path, func(t *testing.T) {
			l := newLab(t)
			root := l.claims(t, volumes)
			if err := os.Symlink("e", filepath.Join(root, "data", "link")); err != nil {
				t.Fatal(err)
			}
			if r := l.run(t, fromClaim("data", path)); r.Code != 0 || r.Files != int64(len(want)) {
				t.Errorf("got %+v", r)
			}
			got := map[string]string{}
			for name := range want {
				got[name] = l.read(t, "inputs/s/a/"+name)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	for name, tc := range map[string]struct{ claim, path, want string }{
		"a file that is not there":   {"data", "x", "claim data: x: no such file or directory"},
		"a claim that is not there":  {"none", "x", "claim none: no such file or directory"},
		"a path that climbs":         {"data", "../other/secret", "claim data: ../other/secret: path escapes from parent"},
		"a link that climbs":         {"data", "out", "claim data: out: path escapes from parent"},
		"a pipe":                     {"data", "pipe", "claim data: pipe: it is no regular file"},
		"a folder with a link to it": {"data", "loop", "claim data: loop/down: it is no regular file"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t)
			root := l.claims(t, volumes)
			data := filepath.Join(root, "data")
			for _, err := range []error{
				os.Symlink("../other/secret", filepath.Join(data, "out")), syscall.Mkfifo(filepath.Join(data, "pipe"), 0o644),
				os.Mkdir(filepath.Join(data, "loop"), 0o755), os.Symlink("../a", filepath.Join(data, "loop", "down")),
			} {
				if err != nil {
					t.Fatal(err)
				}
			}
			if r := l.run(t, fromClaim(tc.claim, tc.path)); r.Code != 31 || !strings.HasSuffix(r.Message, tc.want) {
				t.Errorf("got %+v", r)
			}
		})
	}
}

func TestHeadersGoToTheirServerOnly(t *testing.T) {
	const document = `{"spec":{"stages":[{"name":"s","inputs":[{"id":"a","files":[{"url":%q,"headersFrom":{"name":"n","key":"k"}}]}],"algorithm":{}}]}}`
	var stranger http.Header
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		stranger = r.Header
		fmt.Fprint(w, content)
	}))
	t.Cleanup(other.Close)
	var own []http.Header
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		own = append(own, r.Header)
		if len(own) == 1 {
			http.Redirect(w, r, "/again", http.StatusFound)
			return
		}
		http.Redirect(w, r, other.URL, http.StatusFound)
	}))
	t.Cleanup(server.Close)
	l := newLab(t)
	l.env[contract.EnvHeaders(0)] = "Authorization: Bearer s3cret\nX-API-Key: s3cret: 1\n\nuser-agent: mine\n"
	if r := l.run(t, fmt.Sprintf(document, server.URL)); r.Code != 0 {
		t.Fatalf("got %+v", r)
	}
	for _, header := range own {
		if header.Get("Authorization") != "Bearer s3cret" || header.Get("X-Api-Key") != "s3cret: 1" || header.Get("User-Agent") != "mine" {
			t.Errorf("its server got %v", header)
		}
	}
	if text := fmt.Sprint(stranger); strings.Contains(text, "s3cret") || len(stranger) == 0 {
		t.Errorf("another server got %v", stranger)
	}
	for name, tc := range map[string]struct{ headers, want string }{
		"a missing key":                 {"", "key k of Secret n is missing or empty"},
		"a line without a name":         {"s3cret", "key k of Secret n must have headers as lines of Name: value"},
		"a name with a blank":           {"a b: s3cret", "key k of Secret n must have headers as lines of Name: value"},
		"a value with a NUL":            {"a: s3cret\x00", "key k of Secret n must have headers as lines of Name: value"},
		"a header that is ours to send": {"range: bytes=0-1", "key k of Secret n must not set the header range"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t)
			l.env[contract.EnvHeaders(0)] = tc.headers
			if r := l.run(t, fmt.Sprintf(document, server.URL)); r.Code != 31 || !strings.HasSuffix(r.Message, tc.want) || strings.Contains(l.log.String(), "s3cret") {
				t.Errorf("got %+v, log:\n%s", r, l.log)
			}
		})
	}
}
