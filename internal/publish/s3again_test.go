// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// wire is an HTTP client that counts what it sends, changes it, or is cut.
type wire struct {
	next   aws.HTTPClient
	sent   atomic.Int64
	change func([]byte)
	// left is how many bytes may still be sent, if cut is set.
	cut  func()
	left atomic.Int64
}

func (w *wire) Do(r *http.Request) (*http.Response, error) {
	if r.Body != nil && r.Body != http.NoBody {
		r.Body = &wireBody{r.Body, w}
	}
	return w.next.Do(r)
}

type wireBody struct {
	io.ReadCloser

	wire *wire
}

var errCut = errors.New("the wire is cut")

func (b *wireBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.wire.sent.Add(int64(n))
	if b.wire.change != nil {
		b.wire.change(p[:n])
	}
	if b.wire.cut != nil && b.wire.left.Add(int64(-n)) < 0 {
		b.wire.cut()
		return 0, errCut
	}
	return n, err
}

// through puts a wire between an uploader and its server.
func through(u *S3) *wire {
	w := &wire{next: u.client.Options().HTTPClient}
	u.client = s3.New(u.client.Options(), func(o *s3.Options) { o.HTTPClient = w })
	return w
}

const largeName = "outputs/large.bin"

func randomFile(name string, size int, seed byte) File {
	content := make([]byte, size)
	_, _ = rand.NewChaCha8([32]byte{seed}).Read(content)
	return memoryFile(name, content)
}

// testGoingOn is what S3 must do after a break. forget removes the large file from the bucket.
func testGoingOn(t *testing.T, u *S3, forget func(t *testing.T)) {
	t.Helper()
	const size = 80<<20 + 7
	w := through(u)
	list := []File{randomFile(largeName, size, 1), memoryFile("outputs/small", []byte("x"))}
	t.Run("three breaks send no more twice than is on its way at once", func(t *testing.T) {
		forget(t)
		w.sent.Store(0)
		for range 3 {
			ctx, cancel := context.WithCancel(t.Context())
			w.left.Store(s3OnTheWay + s3PartSize)
			w.cut = cancel
			if _, err := u.Upload(ctx, list); err == nil {
				t.Fatal("nothing was broken off")
			}
			w.cut = nil
		}
		upload(t, storage{uploader: u}, list)
		if twice := w.sent.Load() - size; twice > 3*s3OnTheWay+8<<10 {
			t.Errorf("%d bytes were sent twice", twice)
		}
	})
	t.Run("what has arrived is not sent again", func(t *testing.T) {
		first := upload(t, storage{uploader: u}, list)
		w.sent.Store(0)
		second := upload(t, storage{uploader: u}, list)
		if w.sent.Load() > 0 || first.Digests[0] != second.Digests[0] {
			t.Errorf("%d bytes were sent", w.sent.Load())
		}
	})
	t.Run("what has other contents is sent again", func(t *testing.T) {
		other := []File{randomFile(largeName, size, 2), memoryFile("outputs/small", []byte("y"))}
		w.sent.Store(0)
		upload(t, storage{uploader: u}, other)
		if w.sent.Load() < size+1 {
			t.Errorf("only %d bytes were sent", w.sent.Load())
		}
	})
	t.Run("a byte that changes on its way is noticed by the server", func(t *testing.T) {
		w.change = func(p []byte) {
			if i := bytes.IndexByte(p, 'q'); i >= 0 {
				p[i] = 'p'
			}
		}
		defer func() { w.change = nil }()
		changed := []File{memoryFile("outputs/changed", []byte(strings.Repeat("q", 100_000)))}
		if _, err := u.Upload(t.Context(), changed); err == nil {
			t.Error("it was not")
		}
	})
}

func TestAnotherContentsPartsAreNotPutTogetherWithOurs(t *testing.T) {
	u, fake := fakeBucket(t)
	fake.uploads["old"] = &fakeUpload{key: "/results/word-count-1234/" + largeName, parts: map[int][]byte{1: make([]byte, s3PartSize)}}
	fake.uploads["older"] = &fakeUpload{key: "/results/word-count-1234/outputs/gone", parts: map[int][]byte{}}
	fake.uploads["foreign"] = &fakeUpload{key: "/results/word-count-9999/outputs/x", parts: map[int][]byte{}}
	list := []File{randomFile(largeName, s3OnTheWay+1, 1), memoryFile("outputs/a", []byte("x"))}
	checkUploaded(t, storage{u, get}, list, upload(t, storage{uploader: u}, list))
	if len(fake.uploads) != 1 || fake.uploads["foreign"] == nil {
		t.Errorf("unfinished uploads: %v", fake.uploads)
	}
}

func TestAServerThatDoesNotLetUsLook(t *testing.T) {
	u, fake := fakeBucket(t)
	broken := false
	fake.fault = func(w http.ResponseWriter, r *http.Request) bool {
		looks := r.Method == http.MethodGet && r.URL.RawQuery != "" && !r.URL.Query().Has("x-id") || r.Method == http.MethodHead ||
			r.URL.Query().Has("list-type")
		if looks {
			w.WriteHeader(http.StatusForbidden)
		}
		if broken && r.URL.Query().Get("partNumber") == "2" {
			w.WriteHeader(http.StatusForbidden)
			return true
		}
		return looks
	}
	list := []File{randomFile(largeName, s3OnTheWay+1, 1), memoryFile("outputs/a", []byte("x"))}
	t.Run("gets everything", func(t *testing.T) {
		upload(t, storage{uploader: u}, list)
		if got := len(fake.objects["/results/word-count-1234/"+largeName].content); got != s3OnTheWay+1 {
			t.Errorf("%d bytes", got)
		}
	})
	t.Run("keeps no parts that nobody would find again", func(t *testing.T) {
		broken = true
		if _, err := u.Upload(t.Context(), list); err == nil || !strings.Contains(err.Error(), "upload "+largeName+": part 2 of 4") {
			t.Errorf("got %v", err)
		}
		if len(fake.uploads) > 0 {
			t.Errorf("unfinished: %v", fake.uploads)
		}
	})
}
