// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/config"
)

// fakeCluster answers as an ipfs-cluster peer does, and as the gateway of one of its nodes.
type fakeCluster struct {
	mu       sync.Mutex
	stored   map[string][]byte
	requests []*http.Request
	// lost is a file that it reads only in part.
	lost string
	// failed is what it says after its answer.
	failed string
	// states are what a pin goes through, one at each look; the last one stays.
	states []string
	// status answers to what is sent, if it is set.
	status int
}

func (f *fakeCluster) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if path, ok := strings.CutPrefix(r.URL.Path, "/ipfs/"); ok {
		_, _ = w.Write(f.stored[path])
		return
	}
	if strings.HasPrefix(r.URL.Path, "/pins/b") && r.Method == http.MethodGet {
		state := f.states[0]
		f.states = f.states[min(1, len(f.states)-1):]
		_ = json.NewEncoder(w).Encode(map[string]any{"peer_map": map[string]any{"one": map[string]string{"status": state}}})
		return
	}
	if r.URL.Path != "/add" || r.Method != http.MethodPost {
		http.NotFound(w, r)
		return
	}
	f.requests = append(f.requests, r)
	if f.status != 0 {
		w.WriteHeader(f.status)
		_, _ = io.WriteString(w, `{"code":1,"message":"because of that"}`)
		return
	}
	f.add(w, r)
}

func (f *fakeCluster) add(w http.ResponseWriter, r *http.Request) {
	contents, root, err := sentFiles(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Trailer", "X-Stream-Error")
	answer := json.NewEncoder(w)
	for name, content := range contents {
		if name == f.lost {
			content = content[1:]
		}
		f.stored[root+"/"+name] = content
		_ = answer.Encode(map[string]any{"name": name, "cid": nil, "bytes": len(content)})
		_ = answer.Encode(map[string]any{"name": name, "cid": "bfakeofafile", "size": len(content) + 10})
	}
	if f.failed != "" {
		w.Header().Set("X-Stream-Error", f.failed)
		return
	}
	_ = answer.Encode(map[string]any{"name": "outputs", "cid": "bfakeofafolder"})
	_ = answer.Encode(map[string]any{"name": "", "cid": root})
}

// clusterPeer is an uploader in front of a fake cluster.
func clusterPeer(t *testing.T, c config.IPFS) (*IPFS, *fakeCluster) {
	t.Helper()
	fake := &fakeCluster{stored: map[string][]byte{}, states: []string{"pinned"}}
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	c.Type = config.IPFSCluster
	u := NewIPFS(&c, mustParse(t, server.URL), "")
	u.pauses = []time.Duration{time.Millisecond, time.Millisecond}
	u.server.(*ipfsCluster).pauses = u.pauses
	return u, fake
}

func TestCluster(t *testing.T) {
	t.Run("a fake cluster", func(t *testing.T) {
		u, _ := clusterPeer(t, config.IPFS{})
		testUploader(t, storage{u, get})
	})
}

func TestClusterRequest(t *testing.T) {
	one := []File{memoryFile("outputs/a", []byte("x"))}
	t.Run("asks for a directory of version 1 that is forgotten after a time, with the keys", func(t *testing.T) {
		u, fake := clusterPeer(t, config.IPFS{Expiry: 36 * time.Hour, APIKey: config.NewSecret("the key"), APIClient: config.NewSecret("the client")})
		upload(t, storage{uploader: u}, one)
		r := fake.requests[0]
		if r.Header.Get("X-API-KEY") != "the key" || r.Header.Get("CLIENT-ID") != "the client" {
			t.Errorf("headers: %v", r.Header)
		}
		for name, want := range map[string]string{"expire-in": "36h0m0s", "cid-version": "1", "wrap-with-directory": "true", "chunker": ipfsChunker, "hash": ipfsHash} {
			if got := r.URL.Query().Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
	})
	t.Run("says nothing of a time if results are kept for ever", func(t *testing.T) {
		u, fake := clusterPeer(t, config.IPFS{})
		upload(t, storage{uploader: u}, one)
		if fake.requests[0].URL.Query().Has("expire-in") {
			t.Errorf("it asks for %s", fake.requests[0].URL.RawQuery)
		}
	})
	t.Run("is followed until the directory is pinned", func(t *testing.T) {
		u, fake := clusterPeer(t, config.IPFS{})
		fake.states = []string{"pin_queued", "pinned"}
		upload(t, storage{uploader: u}, one)
	})
}

func TestClusterFaults(t *testing.T) {
	list := []File{memoryFile("outputs/a", []byte("x")), memoryFile("outputs/b", bytes.Repeat([]byte("y"), 1000))}
	for _, tc := range []struct {
		name  string
		make  func(f *fakeCluster)
		tries int
		want  string
	}{
		{"a cluster that is down", func(f *fakeCluster) { f.status = 503 }, 3, "503 Service Unavailable because of that"},
		{"a cluster that forbids it", func(f *fakeCluster) { f.status = 401 }, 1, "401 Unauthorized because of that"},
		{"a failure after half of the answer", func(f *fakeCluster) { f.failed = "no peer has room" }, 3, "no peer has room"},
		{"a file that arrived in part", func(f *fakeCluster) { f.lost = "outputs/b" }, 3, "the cluster has 999 bytes of 1000 of outputs/b"},
		{"a pin that fails", func(f *fakeCluster) { f.states = []string{"pinning", "pin_error"} }, 3, "could not pin it"},
		{"a pin that takes for ever", func(f *fakeCluster) { f.states = []string{"pinning"} }, 3, "still not pinned"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			u, fake := clusterPeer(t, config.IPFS{})
			tc.make(fake)
			_, err := u.Upload(t.Context(), list)
			if err == nil || !strings.HasPrefix(err.Error(), "upload outputs/") || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v", err)
			}
			if len(fake.requests) != tc.tries {
				t.Errorf("%d tries, want %d", len(fake.requests), tc.tries)
			}
		})
	}
}
