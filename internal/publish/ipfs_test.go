// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"bytes"
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
			Type: config.IPFSClient, Expiry: time.Hour,
			APIKey: config.NewSecret("the key"), APIClient: config.NewSecret("the client"),
		}, "")
		upload(t, storage{uploader: u}, one)
		r := fake.requests[0]
		if r.Header.Get("X-API-KEY") != "the key" || r.Header.Get("CLIENT-ID") != "the client" {
			t.Errorf("headers: %v", r.Header)
		}
		q := r.URL.Query()
		for name, want := range map[string]string{"cid-version": "1", "pin": "true", "wrap-with-directory": "true", "expire-in": ""} {
			if got := q.Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
	})
	t.Run("a cluster gets the time of expiry", func(t *testing.T) {
		u, fake := fakeNode(t, config.IPFS{Type: config.IPFSCluster, Expiry: 36 * time.Hour}, "")
		upload(t, storage{uploader: u}, one)
		if got := fake.requests[0].URL.Query().Get("expire-in"); got != "36h0m0s" {
			t.Errorf("expire-in is %q", got)
		}
		if len(fake.requests[0].Header["X-Api-Key"]) != 0 {
			t.Error("an empty key was sent")
		}
	})
}

func TestIPFSFaults(t *testing.T) {
	list := []File{memoryFile("outputs/a", []byte("x")), memoryFile("outputs/b", bytes.Repeat([]byte("y"), 1000))}
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
