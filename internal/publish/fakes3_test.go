// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"sort"
	"strconv"
	"sync"
)

// fakeS3 knows as much of S3 as an upload needs: objects, and uploads in parts. It looks at no signature.
type fakeS3 struct {
	mu      sync.Mutex
	objects map[string][]byte
	types   map[string]string
	parts   map[string]map[int][]byte
	aborted int
	// fault answers in the server's place, if it returns true.
	fault func(w http.ResponseWriter, r *http.Request) bool
}

func newFakeS3() *fakeS3 {
	return &fakeS3{objects: map[string][]byte{}, types: map[string]string{}, parts: map[string]map[int][]byte{}}
}

func (f *fakeS3) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client went away
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fault != nil && f.fault(w, r) {
		return
	}
	key, query := r.URL.EscapedPath(), r.URL.Query()
	id := query.Get("uploadId")
	switch {
	case r.Method == http.MethodGet:
		content, there := f.objects[key]
		if !there {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(content)
	case r.Method == http.MethodPost && query.Has("uploads"):
		f.parts[key] = map[int][]byte{}
		f.types[key] = r.Header.Get("Content-Type")
		fmt.Fprintf(w, `<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>`)
	case r.Method == http.MethodPut && id != "":
		number, _ := strconv.Atoi(query.Get("partNumber"))
		f.parts[key][number] = body
		w.Header().Set("ETag", fmt.Sprintf(`"%d"`, number))
	case r.Method == http.MethodPost && id != "":
		f.objects[key] = join(f.parts[key])
		fmt.Fprintf(w, `<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>`)
	case r.Method == http.MethodDelete && id != "":
		f.aborted++
		w.WriteHeader(http.StatusNoContent)
	case r.Method == http.MethodPut:
		f.objects[key], f.types[key] = body, r.Header.Get("Content-Type")
	default:
		w.WriteHeader(http.StatusNotImplemented)
	}
}

func join(parts map[int][]byte) []byte {
	numbers := make([]int, 0, len(parts))
	for n := range parts {
		numbers = append(numbers, n)
	}
	sort.Ints(numbers)
	var all bytes.Buffer
	for _, n := range numbers {
		all.Write(parts[n])
	}
	return all.Bytes()
}
