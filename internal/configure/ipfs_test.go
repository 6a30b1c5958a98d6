// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
)

// addTo adds files to a node as one directory, and returns its CID.
func addTo(t *testing.T, api, options string, files map[string][]byte) string {
	t.Helper()
	body, writer := io.Pipe()
	form := multipart.NewWriter(writer)
	go func() {
		for name, content := range files {
			part, err := form.CreateFormFile("file", url.QueryEscape(name))
			if err == nil {
				_, err = part.Write(content)
			}
			if err != nil {
				writer.CloseWithError(err)
				return
			}
		}
		writer.CloseWithError(form.Close())
	}()
	response, err := http.Post(api+"/api/v0/add?wrap-with-directory=true&"+options, form.FormDataContentType(), body)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	root := ""
	for decoder := json.NewDecoder(response.Body); decoder.More(); {
		var added struct{ Name, Hash string }
		if err := decoder.Decode(&added); err != nil {
			t.Fatal(err)
		}
		if added.Name == "" {
			root = added.Hash
		}
	}
	if root == "" {
		t.Fatalf("nothing was added: %s", response.Status)
	}
	return root
}

// withNode lets a lab fetch from a node.
func (l *lab) withNode(t *testing.T, api, gateway string) {
	t.Helper()
	node := NewIPFS(api, gateway)
	t.Cleanup(node.Close)
	l.o.Fetchers["ipfs"] = node
}

func TestARealNode(t *testing.T) {
	api, gateway := os.Getenv("TEST_IPFS_URL"), os.Getenv("TEST_IPFS_GATEWAY")
	if api == "" {
		t.Skip("needs a node: run make test-storage")
	}
	files := map[string][]byte{"large": manyBytes(40*mebi + 11), "a/b/c d?.txt": []byte("deep"), "empty": {}, "small": []byte("hello")}
	for options, version := range map[string]string{
		"cid-version=0": "0", "cid-version=1": "1", "cid-version=1&chunker=size-1048576": "1 with large pieces", "cid-version=1&hash=blake3": "1 with another hash",
		"cid-version=0&trickle=true": "0 as a trickle",
	} {
		for way, with := range map[string][2]string{"its API": {api, ""}, "its gateway": {"", gateway}} {
			t.Run("version "+version+" by "+way, func(t *testing.T) {
				root := addTo(t, api, options, files)
				l := newLab(t)
				l.withNode(t, with[0], with[1])
				if r := l.run(t, oneInput("ipfs://"+root)); r.Code != 0 || r.Files != int64(len(files)) {
					t.Fatalf("got %+v", r)
				}
				for name, content := range files {
					if l.read(t, "inputs/s/a/0/"+name) != string(content) {
						t.Errorf("%s is something else", name)
					}
				}
				l = newLab(t)
				l.withNode(t, with[0], with[1])
				if r := l.run(t, oneInput("ipfs://"+root+"/a/b/c%20d%3F.txt")); r.Code != 0 || l.read(t, "inputs/s/a/0") != "deep" {
					t.Errorf("got %+v", r)
				}
				if r := l.run(t, oneInput("ipfs://"+root+"/a/none")); r.Code != 31 || !strings.HasSuffix(r.Message, `there is no "none" in it`) {
					t.Errorf("got %+v", r)
				}
			})
		}
	}
	t.Run("a directory of so many files that it is spread over many blocks", func(t *testing.T) {
		many := map[string][]byte{}
		for n := range 6000 {
			many[fmt.Sprintf("a-rather-long-name-that-fills-the-directory-%d", n)] = fmt.Append(nil, n)
		}
		root := addTo(t, api, "cid-version=1", many)
		l := newLab(t)
		l.withNode(t, api, "")
		if r := l.run(t, oneInput("ipfs://"+root)); r.Code != 0 || r.Files != int64(len(many)) {
			t.Fatalf("got %+v", r)
		}
		if got := l.read(t, "inputs/s/a/0/a-rather-long-name-that-fills-the-directory-4711"); got != "4711" {
			t.Errorf("got %q", got)
		}
	})
}

func TestANodeThatLies(t *testing.T) {
	const id = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e" // of "hello world"
	for name, tc := range map[string]struct {
		answer http.HandlerFunc
		want   string
		code   int
	}{
		"the truth is taken":  {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello world") }, "", 0},
		"a lie is not":        {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello w0rld") }, "a block that was sent does not match its CID", 31},
		"too much is not":     {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 3*mebi)) }, "a block that was sent does not match its CID", 31},
		"nor what is missing": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) }, "IPFS answered 404 Not Found", 31},
		"nor another's word": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusFound)
		}, "the redirection is not followed: it leads to another server", 31},
		"nor what never comes": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(504) }, "IPFS answered 504 Gateway Timeout (tried 3 times)", 31},
	} {
		t.Run(name, func(t *testing.T) {
			var requests atomic.Int64
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				requests.Add(1)
				if r.URL.Path != "/ipfs/"+id || r.URL.RawQuery != "format=raw" {
					t.Errorf("asked for %s", r.URL)
				}
				tc.answer(w, r)
			}))
			t.Cleanup(server.Close)
			l := newLab(t)
			node := NewIPFS("", server.URL)
			node.client.Transport = newTransport(here)
			t.Cleanup(node.Close)
			l.o.Fetchers["ipfs"] = node
			r := l.run(t, oneInput("ipfs://"+id))
			if int(r.Code) != tc.code || !strings.Contains(r.Message, tc.want) {
				t.Errorf("got %+v", r)
			}
			if tc.code == 0 && l.read(t, "inputs/s/a/0") != "hello world" {
				t.Error("the content is something else")
			}
		})
	}
	t.Run("what is no CID is refused", func(t *testing.T) {
		l := newLab(t)
		l.withNode(t, "http://127.0.0.1:1", "")
		if r := l.run(t, oneInput("ipfs://example.com/a")); !strings.HasSuffix(r.Message, "what it has is no CID") {
			t.Errorf("got %+v", r)
		}
	})
	t.Run("without a node there is no IPFS", func(t *testing.T) {
		if r := newLab(t).run(t, oneInput("ipfs://"+id)); !strings.HasSuffix(r.Message, `the provider has not set up how to fetch addresses of the kind "ipfs"`) {
			t.Errorf("got %+v", r)
		}
	})
}
