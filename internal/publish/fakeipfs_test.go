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
	stored map[string][]byte
	// requests are those to add something.
	requests []*http.Request
	// unpinned forgets to pin what was added.
	unpinned bool
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
	switch r.URL.Path {
	case "/api/v0/ls":
		f.list(w, strings.TrimPrefix(r.URL.Query().Get("arg"), "/ipfs/"))
		return
	case "/api/v0/pin/ls":
		f.pins(w, r.URL.Query().Get("arg"))
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
	contents, root, err := sentFiles(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	answer := json.NewEncoder(w)
	for name, content := range contents {
		f.stored[root+"/"+name] = content
		_ = answer.Encode(map[string]string{"Name": name, "Hash": "bfakeofafile"})
	}
	_ = answer.Encode(map[string]string{"Name": "", "Hash": root})
}

// sentFiles are the files of a request, and what stands for all of them together.
func sentFiles(r *http.Request) (contents map[string][]byte, root string, err error) {
	_, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return nil, "", err
	}
	contents = map[string][]byte{}
	all := sha256.New()
	for parts := multipart.NewReader(r.Body, params["boundary"]); ; {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return contents, fmt.Sprintf("bfake%x", all.Sum(nil)), nil
		}
		if err != nil {
			return nil, "", err // the client went away
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, "", err
		}
		// FileName would cut the folders off.
		_, disposition, _ := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
		name, _ := url.QueryUnescape(disposition["filename"])
		fmt.Fprintf(all, "%q %x\n", name, content)
		if part.Header.Get("Content-Type") == "application/octet-stream" {
			contents[name] = content
		}
	}
}

// list is what a node says of one folder, a line for each name.
func (f *fakeIPFS) list(w http.ResponseWriter, folder string) {
	links := map[string]ipfsLink{}
	for path, content := range f.stored {
		rest, below := strings.CutPrefix(path, folder+"/")
		if !below {
			continue
		}
		name, _, deeper := strings.Cut(rest, "/")
		if deeper {
			links[name] = ipfsLink{Name: name, Type: ipfsFolder}
			continue
		}
		links[name] = ipfsLink{Name: name, Type: ipfsFile, Size: int64(len(content))}
	}
	if len(links) == 0 {
		http.Error(w, `{"Message":"no such path","Type":"error"}`, http.StatusInternalServerError)
		return
	}
	for _, link := range links {
		_ = json.NewEncoder(w).Encode(map[string]any{"Objects": []any{map[string]any{"Links": []any{link}}}})
	}
}

func (f *fakeIPFS) pins(w http.ResponseWriter, root string) {
	keys := map[string]any{root: map[string]string{"Type": "recursive"}}
	if f.unpinned {
		keys = map[string]any{}
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"Keys": keys})
}
