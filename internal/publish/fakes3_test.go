// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"bytes"
	"crypto/md5" //nolint:gosec // what servers name parts by
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// fakeS3 knows as much of S3 as an upload needs: objects, uploads in parts, and how to list them. It looks at no
// signature, but at the digest that was signed.
type fakeS3 struct {
	mu      sync.Mutex
	objects map[string]fakeObject
	uploads map[string]*fakeUpload
	begun   int
	// received are all bytes of bodies that arrived whole.
	received int64
	// fault answers in the server's place, if it returns true.
	fault func(w http.ResponseWriter, r *http.Request) bool
}

type fakeObject struct {
	content []byte
	header  http.Header
}

type fakeUpload struct {
	key    string
	header http.Header
	parts  map[int][]byte
}

func newFakeS3() *fakeS3 {
	return &fakeS3{objects: map[string]fakeObject{}, uploads: map[string]*fakeUpload{}}
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
	if sum := sha256.Sum256(body); r.Method == http.MethodPut && r.Header.Get("X-Amz-Content-Sha256") != hex.EncodeToString(sum[:]) {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	f.received += int64(len(body))
	query := r.URL.Query()
	if id := query.Get("uploadId"); id != "" {
		f.upload(w, r, id, body)
		return
	}
	key := r.URL.EscapedPath()
	switch {
	case r.Method == http.MethodGet && query.Has("list-type"):
		f.list(w, key, query.Get("prefix"))
	case r.Method == http.MethodGet && query.Has("uploads"):
		f.listUploads(w, key, query.Get("prefix"))
	case r.Method == http.MethodPost && query.Has("uploads"):
		f.begun++
		f.uploads[strconv.Itoa(f.begun)] = &fakeUpload{key: key, header: r.Header, parts: map[int][]byte{}}
		fmt.Fprintf(w, `<InitiateMultipartUploadResult><UploadId>%d</UploadId></InitiateMultipartUploadResult>`, f.begun)
	case r.Method == http.MethodPut:
		f.objects[key] = fakeObject{body, r.Header}
	case r.Method == http.MethodGet, r.Method == http.MethodHead:
		f.get(w, key)
	default:
		w.WriteHeader(http.StatusNotImplemented)
	}
}

func (f *fakeS3) get(w http.ResponseWriter, key string) {
	object, there := f.objects[key]
	if !there {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Header().Set("X-Amz-Meta-Sha256", object.header.Get("X-Amz-Meta-Sha256"))
	_, _ = w.Write(object.content)
}

func (f *fakeS3) upload(w http.ResponseWriter, r *http.Request, id string, body []byte) {
	upload, there := f.uploads[id]
	if !there {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	switch r.Method {
	case http.MethodPut:
		number, _ := strconv.Atoi(r.URL.Query().Get("partNumber"))
		upload.parts[number] = body
		w.Header().Set("ETag", etag(body))
	case http.MethodGet:
		fmt.Fprint(w, `<ListPartsResult>`)
		for _, n := range slices.Sorted(maps.Keys(upload.parts)) {
			part := upload.parts[n]
			fmt.Fprintf(w, `<Part><PartNumber>%d</PartNumber><Size>%d</Size><ETag>%s</ETag></Part>`, n, len(part), xmlText(etag(part)))
		}
		fmt.Fprint(w, `</ListPartsResult>`)
	case http.MethodPost:
		var whole bytes.Buffer
		for _, n := range slices.Sorted(maps.Keys(upload.parts)) {
			whole.Write(upload.parts[n])
		}
		f.objects[upload.key] = fakeObject{whole.Bytes(), upload.header}
		delete(f.uploads, id)
		fmt.Fprint(w, `<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>`)
	case http.MethodDelete:
		delete(f.uploads, id)
		w.WriteHeader(http.StatusNoContent)
	}
}

func (f *fakeS3) list(w http.ResponseWriter, bucket, prefix string) {
	fmt.Fprint(w, `<ListBucketResult>`)
	for _, path := range slices.Sorted(maps.Keys(f.objects)) {
		if key := keyIn(bucket, path); strings.HasPrefix(key, prefix) {
			fmt.Fprintf(w, `<Contents><Key>%s</Key><Size>%d</Size></Contents>`, xmlText(key), len(f.objects[path].content))
		}
	}
	fmt.Fprint(w, `</ListBucketResult>`)
}

func (f *fakeS3) listUploads(w http.ResponseWriter, bucket, prefix string) {
	fmt.Fprint(w, `<ListMultipartUploadsResult>`)
	for id, upload := range f.uploads {
		if key := keyIn(bucket, upload.key); strings.HasPrefix(key, prefix) {
			fmt.Fprintf(w, `<Upload><Key>%s</Key><UploadId>%s</UploadId></Upload>`, xmlText(key), id)
		}
	}
	fmt.Fprint(w, `</ListMultipartUploadsResult>`)
}

// keyIn is the key of an escaped path.
func keyIn(bucket, path string) string {
	r, err := http.NewRequest(http.MethodGet, "http://s3"+strings.TrimPrefix(path, strings.TrimSuffix(bucket, "/")), nil) //nolint:noctx // it is never sent
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(r.URL.Path, "/")
}

func etag(content []byte) string {
	sum := md5.Sum(content) //nolint:gosec // see above
	return `"` + hex.EncodeToString(sum[:]) + `"`
}

func xmlText(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}
