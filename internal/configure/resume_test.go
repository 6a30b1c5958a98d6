// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// library serves one large file as web servers do, and cuts the line after so many bytes of each answer.
type library struct {
	content []byte
	// headers are added to each answer; cut ends a body early if it is above 0.
	headers map[string]string
	cut     atomic.Int64

	requests, sent atomic.Int64
}

func (l *library) serve(t *testing.T) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.requests.Add(1)
		if tag := l.headers["ETag"]; tag != "" {
			w.Header().Set("ETag", tag) // It bears on what is served.
		}
		modified, _ := http.ParseTime(l.headers["Last-Modified"])
		http.ServeContent(&cutting{ResponseWriter: w, library: l}, r, "data", modified, bytes.NewReader(l.content))
	}))
	t.Cleanup(server.Close)
	return server
}

// cutting is an answer that may break off.
type cutting struct {
	http.ResponseWriter
	library *library
	written int64
}

func (c *cutting) WriteHeader(code int) {
	for name, value := range c.library.headers {
		c.Header().Set(name, value)
	}
	c.ResponseWriter.WriteHeader(code)
}

func (c *cutting) Write(p []byte) (int, error) {
	if cut := c.library.cut.Load(); cut > 0 && c.written+int64(len(p)) > cut {
		panic(http.ErrAbortHandler)
	}
	n, err := c.ResponseWriter.Write(p)
	c.written += int64(n)
	c.library.sent.Add(int64(n))
	return n, err
}

func manyBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{7}).Read(b)
	return b
}

func oneInput(url string) string {
	return fmt.Sprintf(`{"spec":{"stages":[{"name":"s","inputs":[{"id":"a","files":[{"url":%q}]}],"algorithm":{}}]}}`, url)
}

const mebi = 1 << 20

func TestALargeFileComesInRanges(t *testing.T) {
	for name, headers := range map[string]map[string]string{
		"by its ETag":                   {"ETag": `"abc"`},
		"by its date":                   {"Last-Modified": "Fri, 02 Jan 2026 03:04:05 GMT"},
		"and not without either":        {},
		"and not with a weak ETag":      {"ETag": `W/"abc"`},
		"and not if it is not offered":  {"ETag": `"abc"`, "Accept-Ranges": "none"},
		"and not when it is quite new":  {"Last-Modified": time.Now().Add(time.Minute).UTC().Format(http.TimeFormat)},
		"and not with a date of sorts":  {"Last-Modified": "yesterday"},
		"and not with an ETag of sorts": {"ETag": "abc"},
	} {
		t.Run(name, func(t *testing.T) {
			lab, books := newLab(t), &library{content: manyBytes(50 * mebi), headers: headers}
			if r := lab.run(t, oneInput(books.serve(t).URL)); r.Code != 0 || lab.read(t, "inputs/s/a/0") != string(books.content) {
				t.Errorf("got %+v", r)
			}
			if got, want := books.requests.Load() > 1, !strings.HasPrefix(name, "and not"); got != want {
				t.Errorf("%d requests were made", books.requests.Load())
			}
			if sum := fmt.Sprintf("%x", sha256.Sum256(books.content)); !strings.Contains(lab.log.String(), sum) {
				t.Errorf("the log lacks the checksum:\n%s", lab.log)
			}
		})
	}
}

func TestAServerThatPromisesRangesAndSendsTheWholeIsReadInOne(t *testing.T) {
	lab, books := newLab(t), &library{content: manyBytes(50 * mebi), headers: map[string]string{"ETag": `"abc"`}}
	inner := books.serve(t).Config.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Del("Range")
		inner.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	if r := lab.run(t, oneInput(server.URL)); r.Code != 0 || lab.read(t, "inputs/s/a/0") != string(books.content) {
		t.Errorf("got %+v, log:\n%s", r, lab.log)
	}
}

func TestABreakOverHTTP(t *testing.T) {
	t.Run("goes on where it was", func(t *testing.T) {
		lab, books := newLab(t), &library{content: manyBytes(20 * mebi), headers: map[string]string{"ETag": `"abc"`}}
		books.cut.Store(3 * mebi)
		if r := lab.run(t, oneInput(books.serve(t).URL)); r.Code != 0 || lab.read(t, "inputs/s/a/0") != string(books.content) {
			t.Errorf("got %+v", r)
		}
		if again := books.sent.Load() - int64(len(books.content)); again > books.requests.Load()*mebi/2 {
			t.Errorf("%d bytes were sent twice in %d requests", again, books.requests.Load())
		}
	})
	t.Run("begins anew when the content is another by then", func(t *testing.T) {
		lab, books := newLab(t), &library{content: manyBytes(6 * mebi), headers: map[string]string{"ETag": `"abc"`}}
		other := &library{content: bytes.Repeat([]byte("x"), 6*mebi), headers: map[string]string{"ETag": `"def"`}}
		books.cut.Store(3 * mebi)
		first, second := books.serve(t), other.serve(t)
		n := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			n++
			if n == 1 {
				first.Config.Handler.ServeHTTP(w, r)
			}
			second.Config.Handler.ServeHTTP(w, r)
		}))
		t.Cleanup(server.Close)
		if r := lab.run(t, oneInput(server.URL)); r.Code != 0 || lab.read(t, "inputs/s/a/0") != string(other.content) {
			t.Errorf("got %+v", r)
		}
	})
	t.Run("a server that sends another part than it was asked for is not believed", func(t *testing.T) {
		lab, n := newLab(t), 0
		r, _ := fetchOne(t, lab, "", func(w http.ResponseWriter, r *http.Request, _ int64) {
			n++
			w.Header().Set("ETag", `"abc"`)
			if n == 1 {
				w.Header().Set("Content-Length", "100")
				fmt.Fprint(w, content)
				return
			}
			w.Header().Set("Content-Range", "bytes 50-99/100")
			w.WriteHeader(http.StatusPartialContent)
			fmt.Fprint(w, strings.Repeat("y", 50))
		})
		if r.Code != 31 || !strings.Contains(r.Message, "another part of the file than it was asked for") {
			t.Errorf("got %+v", r)
		}
	})
}

func TestAProgramThatIsKilledGoesOn(t *testing.T) {
	lab, books := newLab(t), &library{content: manyBytes(40 * mebi), headers: map[string]string{"ETag": `"abc"`}}
	server := books.serve(t)
	document, err := ParseDocument([]byte(oneInput(server.URL)))
	if err != nil {
		t.Fatal(err)
	}
	const kills = 3
	for kill := int64(1); kill <= kills; kill++ {
		ctx, stop := context.WithCancel(t.Context())
		inner := server.Config.Handler
		server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			inner.ServeHTTP(&watched{w, func() {
				if books.sent.Load() > kill*10*mebi {
					stop()
				}
			}}, r)
		})
		if _, err := Run(ctx, document, lab.o); err == nil {
			t.Fatal("it was not interrupted")
		}
		stop()
		server.Config.Handler = inner
	}
	if r, err := Run(t.Context(), document, lab.o); err != nil || r.Code != 0 || lab.read(t, "inputs/s/a/0") != string(books.content) {
		t.Errorf("got %+v %v", r, err)
	}
	// A server cannot know what of that which it sent has arrived: what lies in the buffers of the lines is lost.
	if again := books.sent.Load() - int64(len(books.content)); again > kills*8*2*mebi {
		t.Errorf("%d bytes were sent twice", again)
	}
	if !strings.Contains(lab.log.String(), "Going on where an earlier attempt ended") {
		t.Errorf("log:\n%s", lab.log)
	}
}

// watched tells of every piece of an answer.
type watched struct {
	http.ResponseWriter
	tell func()
}

func (w *watched) Write(p []byte) (int, error) {
	defer w.tell()
	return w.ResponseWriter.Write(p)
}
