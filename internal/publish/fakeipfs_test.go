// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// fakeIPFS answers as a node's API does to a directory that is added, and as a gateway. What it calls a CID is made from
// all contents, as a real one is.
type fakeIPFS struct {
	mu sync.Mutex
	// stored is contents by CID/path.
	stored   map[string][]byte
	requests []*http.Request
	// fault answers in the node's place, if it returns true.
	fault func(w http.ResponseWriter, n int) bool
}

func (f *fakeIPFS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if path, ok := strings.CutPrefix(r.URL.Path, "/ipfs/"); ok {
		content, there := f.stored[path]
		if !there {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(content)
		return
	}
	f.requests = append(f.requests, r)
	if f.fault != nil && f.fault(w, len(f.requests)) {
		return
	}
	if r.URL.Path != "/api/v0/add" || r.Method != http.MethodPost {
		http.NotFound(w, r)
		return
	}
	f.add(w, r)
}

func (f *fakeIPFS) add(w http.ResponseWriter, r *http.Request) {
	_, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	contents, all := map[string][]byte{}, sha256.New()
	for parts := multipart.NewReader(r.Body, params["boundary"]); ; {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return // the client went away
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return
		}
		// FileName would cut the folders off.
		_, disposition, _ := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
		name, _ := url.QueryUnescape(disposition["filename"])
		fmt.Fprintf(all, "%q %x\n", name, content)
		if part.Header.Get("Content-Type") == "application/octet-stream" {
			contents[name] = content
		}
	}
	root := fmt.Sprintf("bfake%x", all.Sum(nil))
	answer := json.NewEncoder(w)
	for name, content := range contents {
		f.stored[root+"/"+name] = content
		_ = answer.Encode(map[string]string{"Name": name, "Hash": "bfakeofafile"})
	}
	_ = answer.Encode(map[string]string{"Name": "", "Hash": root})
}
