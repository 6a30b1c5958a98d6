// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/config"
)

func mustParse(t *testing.T, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func get(t *testing.T, address string) []byte {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("get %s: %d %v", address, response.StatusCode, err)
	}
	return content
}

// fakeNode is an uploader in front of a fake node.
func fakeNode(t *testing.T, c config.IPFS, prefix string) (*IPFS, *fakeIPFS) {
	t.Helper()
	fake := &fakeIPFS{stored: map[string][]byte{}}
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	u := NewIPFS(&c, mustParse(t, server.URL), prefix)
	u.pauses = []time.Duration{time.Millisecond, time.Millisecond}
	return u, fake
}

func TestIPFS(t *testing.T) {
	t.Run("a fake node", func(t *testing.T) {
		u, _ := fakeNode(t, config.IPFS{}, "")
		testUploader(t, storage{u, get})
	})
	t.Run("a real node", func(t *testing.T) {
		address := os.Getenv("TEST_IPFS_URL")
		if address == "" {
			t.Skip("needs a node: run make test-storage")
		}
		api := mustParse(t, address)
		// The prefix keeps addresses short and alike; the content comes from the API.
		testUploader(t, storage{NewIPFS(&config.IPFS{}, api, "ipfs://"), func(t *testing.T, link string) []byte {
			t.Helper()
			path := strings.TrimPrefix(link, "ipfs://")
			if decoded, err := url.PathUnescape(path); err == nil {
				path = decoded
			}
			response, err := http.Post(address+"/api/v0/cat?arg="+url.QueryEscape("/ipfs/"+path), "", nil)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			content, err := io.ReadAll(response.Body)
			if err != nil || response.StatusCode != http.StatusOK {
				t.Fatalf("cat %s: %d %s %v", path, response.StatusCode, content, err)
			}
			return content
		}})
	})
}

func TestIPFSRequest(t *testing.T) {
	one := []File{memoryFile("outputs/a", []byte("x"))}
	t.Run("a plain node gets keys, version 1 of CIDs, a pin and a wrapping directory", func(t *testing.T) {
		u, fake := fakeNode(t, config.IPFS{
			Type:   config.IPFSClient,
			APIKey: config.NewSecret("the key"), APIClient: config.NewSecret("the client"),
		}, "")
		upload(t, storage{uploader: u}, one)
		r := fake.requests[0]
		if r.Header.Get("X-API-KEY") != "the key" || r.Header.Get("CLIENT-ID") != "the client" {
			t.Errorf("headers: %v", r.Header)
		}
		q := r.URL.Query()
		for name, want := range map[string]string{"cid-version": "1", "pin": "true", "wrap-with-directory": "true", "raw-leaves": "true", "chunker": ipfsChunker, "hash": ipfsHash} {
			if got := q.Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
	})
}

func TestIPFSFaults(t *testing.T) {
	list := []File{memoryFile("outputs/a", []byte("x")), memoryFile("outputs/b", bytes.Repeat([]byte("y"), 1000))}
	t.Run("nothing is sent along that is not set", func(t *testing.T) {
		u, fake := fakeNode(t, config.IPFS{}, "")
		upload(t, storage{uploader: u}, list)
		if h := fake.requests[0].Header; len(h["X-Api-Key"])+len(h["Client-Id"]) != 0 {
			t.Errorf("headers: %v", h)
		}
	})
	t.Run("a node that is down for a moment is asked again", func(t *testing.T) {
		u, fake := fakeNode(t, config.IPFS{}, "")
		fake.fault = func(w http.ResponseWriter, n int) bool {
			if n == 1 {
				w.WriteHeader(http.StatusServiceUnavailable)
			}
			if n == 2 {
				panic(http.ErrAbortHandler)
			}
			return n < 3
		}
		checkUploaded(t, storage{u, get}, list, upload(t, storage{uploader: u}, list))
	})
	for name, tc := range map[string]struct {
		answer string
		code   int
		tries  int
		want   string
	}{
		"a node that stays down":               {"", 503, 3, ""},
		"a node that forbids it":               {"no key", 403, 1, "no key"},
		"a redirection":                        {"", 302, 3, ""},
		"an answer without a directory":        {`{"Name":"a","Hash":"bafyaaaaaaaaaaaa"}`, 200, 3, "named no directory"},
		"a directory whose CID is an address":  {`{"Name":"","Hash":"../../evil/"}`, 200, 3, "named no directory"},
		"an answer that breaks off":            {`{"Name":"","Ha`, 200, 3, "read the server's answer"},
		"an error in the middle of the answer": {`{"Message":"disk full","Type":"error"}`, 200, 3, "named no directory"},
	} {
		t.Run(name+" is a failure that names a file", func(t *testing.T) {
			u, fake := fakeNode(t, config.IPFS{}, "")
			fake.fault = func(w http.ResponseWriter, _ int) bool {
				w.Header().Set("Content-Type", "text/plain")
				if tc.code == 302 {
					w.Header().Set("Location", "http://elsewhere/?s3cret")
				}
				w.WriteHeader(tc.code)
				_, _ = io.WriteString(w, tc.answer)
				return true
			}
			_, err := u.Upload(t.Context(), list)
			if err == nil || !strings.HasPrefix(err.Error(), "upload outputs/") || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v", err)
			}
			if len(fake.requests) != tc.tries {
				t.Errorf("%d tries, want %d", len(fake.requests), tc.tries)
			}
			if strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "cid-version") {
				t.Errorf("a query string is in %v", err)
			}
		})
	}
}

func TestWhatANodeAddedIsChecked(t *testing.T) {
	list := []File{memoryFile("outputs/a", []byte("x")), memoryFile("outputs/deep/b", []byte("yy")), memoryFile("logs/c", nil)}
	for _, tc := range []struct {
		name string
		// spoil changes what the node has stored under a CID.
		spoil func(f *fakeIPFS, root string)
		want  string
	}{
		{"a file that is missing", func(f *fakeIPFS, root string) { delete(f.stored, root+"/outputs/a") }, "upload outputs/a: the node does not have it"},
		{"a folder that is missing", func(f *fakeIPFS, root string) { delete(f.stored, root+"/outputs/deep/b") }, "upload outputs/deep: "},
		{"a file that is too short", func(f *fakeIPFS, root string) { f.stored[root+"/outputs/deep/b"] = []byte("y") }, "upload outputs/deep/b: the node has 1 bytes of 2"},
		{"a file that nobody sent", func(f *fakeIPFS, root string) { f.stored[root+"/logs/evil"] = nil }, "upload logs/evil: the node has it, but it was not sent"},
		{"a folder instead of a file", func(f *fakeIPFS, root string) {
			delete(f.stored, root+"/logs/c")
			f.stored[root+"/logs/c/d"] = nil
		}, "upload logs/c: the node has it as something else"},
		{"no pin", func(f *fakeIPFS, _ string) { f.unpinned = true }, "the node has not pinned it"},
	} {
		t.Run(tc.name+" is a failure after a few tries", func(t *testing.T) {
			u, fake := fakeNode(t, config.IPFS{}, "")
			u.server = &spoiled{u.server, func(root string) {
				fake.mu.Lock()
				defer fake.mu.Unlock()
				tc.spoil(fake, root)
			}}
			if _, err := u.Upload(t.Context(), list); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v", err)
			}
			if len(fake.requests) != 3 {
				t.Errorf("%d tries", len(fake.requests))
			}
		})
	}
	t.Run("what is right at the second try is right", func(t *testing.T) {
		u, fake := fakeNode(t, config.IPFS{}, "")
		u.server = &spoiled{u.server, func(root string) {
			if len(fake.requests) == 1 {
				delete(fake.stored, root+"/outputs/a")
			}
		}}
		checkUploaded(t, storage{u, get}, list, upload(t, storage{uploader: u}, list))
	})
}

// spoiled is a server that loses something as soon as it has it.
type spoiled struct {
	ipfsServer

	spoil func(root string)
}

func (s *spoiled) check(ctx context.Context, zone *directory, root string) (string, error) {
	s.spoil(root)
	return s.ipfsServer.check(ctx, zone, root)
}
