// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/report"
)

// fetchOne runs a workflow with one input from a server that answers as told; n counts requests from 1.
func fetchOne(t *testing.T, l *lab, sha string, answer func(w http.ResponseWriter, r *http.Request, n int64)) (report.Report, int64) {
	t.Helper()
	var requests atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer(w, r, requests.Add(1))
	}))
	t.Cleanup(server.Close)
	r := l.run(t, fmt.Sprintf(`{"spec":{"stages":[{"name":"s","inputs":[{"id":"a","files":[{"url":"%s/x?q=s3cret","sha256":%q}]}],"algorithm":{}}]}}`,
		server.URL, sha))
	if strings.Contains(r.Message+l.log.String(), "s3cret") {
		t.Errorf("the query string is in the report %q or the log:\n%s", r.Message, l.log)
	}
	return r, requests.Load()
}

const content = "what the server has to say"

func TestRetries(t *testing.T) {
	for name, spoil := range map[string]func(w http.ResponseWriter){
		"a server error": func(w http.ResponseWriter) { w.WriteHeader(http.StatusBadGateway) },
		"too many requests": func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
		},
		"a broken connection": func(http.ResponseWriter) { panic(http.ErrAbortHandler) },
		"half a body":         func(w http.ResponseWriter) { w.Header().Set("Content-Length", "99"); fmt.Fprint(w, content[:5]) },
		"a body that breaks": func(w http.ResponseWriter) {
			fmt.Fprint(w, content)
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		},
		"an empty half a body": func(w http.ResponseWriter) { w.Header().Set("Content-Length", "99") },
	} {
		t.Run(name+" is tried again", func(t *testing.T) {
			l := newLab(t)
			r, requests := fetchOne(t, l, "", func(w http.ResponseWriter, _ *http.Request, n int64) {
				if n < 3 {
					spoil(w)
					return
				}
				fmt.Fprint(w, content)
			})
			if r.Code != 0 || requests != 3 || l.read(t, "inputs/s/a/0") != content {
				t.Errorf("got %+v after %d requests", r, requests)
			}
		})
		t.Run(name+" is not tried for ever", func(t *testing.T) {
			l := newLab(t)
			r, requests := fetchOne(t, l, "", func(w http.ResponseWriter, _ *http.Request, _ int64) { spoil(w) })
			if r.Code != 31 || requests != 3 || !strings.HasSuffix(r.Message, "(tried 3 times)") {
				t.Errorf("got %+v after %d requests", r, requests)
			}
			for path := range l.tree(t) {
				if strings.HasPrefix(path, "inputs/s/a/") {
					t.Errorf("%s was left behind", path)
				}
			}
		})
	}
	for _, code := range []int{400, 401, 403, 404, 410, 204, 206} {
		t.Run(fmt.Sprintf("status %d is final", code), func(t *testing.T) {
			r, requests := fetchOne(t, newLab(t), "", func(w http.ResponseWriter, _ *http.Request, _ int64) { w.WriteHeader(code) })
			if r.Code != 31 || requests != 1 {
				t.Errorf("got %+v after %d requests", r, requests)
			}
		})
	}
}

func TestChecksum(t *testing.T) {
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte(content)))
	t.Run("a wrong one is a failure that leaves nothing", func(t *testing.T) {
		l := newLab(t)
		r, requests := fetchOne(t, l, strings.Repeat("0", 64), func(w http.ResponseWriter, _ *http.Request, _ int64) { fmt.Fprint(w, content) })
		if r.Code != 31 || requests != 1 || !strings.Contains(r.Message, "the sha256 of the content differs: it is "+sum) {
			t.Errorf("got %+v", r)
		}
		if _, there := l.tree(t)["inputs/s/a/0"]; there {
			t.Error("the file is there")
		}
	})
	t.Run("a right one is recorded, and the file is not fetched again", func(t *testing.T) {
		l := newLab(t)
		answer := func(w http.ResponseWriter, _ *http.Request, _ int64) { fmt.Fprint(w, content) }
		fetchOne(t, l, sum, answer)
		if !strings.Contains(l.log.String(), sum) {
			t.Errorf("the log lacks the checksum:\n%s", l.log)
		}
		r, requests := fetchOne(t, l, sum, answer)
		if r.Files != 1 || r.Bytes != int64(len(content)) || requests != 0 {
			t.Errorf("got %+v after %d requests", r, requests)
		}
	})
}

func TestRedirects(t *testing.T) {
	t.Run("ten are followed, and no server learns where they came from", func(t *testing.T) {
		l := newLab(t)
		r, _ := fetchOne(t, l, "", func(w http.ResponseWriter, r *http.Request, n int64) {
			if r.Referer() != "" {
				t.Errorf("referer: %s", r.Referer())
			}
			if n <= 10 {
				http.Redirect(w, r, fmt.Sprintf("/%d?k=s3cret", n), http.StatusFound)
				return
			}
			fmt.Fprint(w, content)
		})
		if r.Code != 0 || l.read(t, "inputs/s/a/0") != content {
			t.Errorf("got %+v", r)
		}
	})
	for name, location := range map[string]string{
		"a circle": "/x?k=s3cret", "a file": "file:///etc/passwd?s3cret", "a broken address": "http://s3cret%zz/?s3cret",
	} {
		t.Run(name+" is not followed", func(t *testing.T) {
			r, requests := fetchOne(t, newLab(t), "", func(w http.ResponseWriter, _ *http.Request, _ int64) {
				w.Header().Set("Location", location)
				w.WriteHeader(http.StatusFound)
			})
			if r.Code != 31 || requests > 3*11 {
				t.Errorf("got %+v after %d requests", r, requests)
			}
		})
	}
}

func TestBytesAreStoredAsSent(t *testing.T) {
	l := newLab(t)
	const packed = "\x1f\x8b not really gzip"
	fetchOne(t, l, "", func(w http.ResponseWriter, r *http.Request, _ int64) {
		if got := r.Header.Get("Accept-Encoding"); got != "identity" {
			t.Errorf("Accept-Encoding: %q", got)
		}
		w.Header().Set("Content-Encoding", "gzip")
		fmt.Fprint(w, packed)
	})
	if got := l.read(t, "inputs/s/a/0"); got != packed {
		t.Errorf("got %q", got)
	}
}

func TestStall(t *testing.T) {
	t.Run("a server that falls silent is tried again", func(t *testing.T) {
		l := newLab(t)
		quick := NewHTTP(here)
		quick.stall = 2 * time.Second // The second answer must be there in time on a busy machine.
		t.Cleanup(quick.Close)
		l.o.Fetchers = Fetchers{"http": quick}
		r, requests := fetchOne(t, l, "", func(w http.ResponseWriter, r *http.Request, n int64) {
			if n > 1 {
				fmt.Fprint(w, content)
				return
			}
			fmt.Fprint(w, content[:3])
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		})
		if r.Code != 0 || requests != 2 || l.read(t, "inputs/s/a/0") != content {
			t.Errorf("got %+v after %d requests", r, requests)
		}
		if !strings.Contains(l.log.String(), "the server sent nothing for 2s") {
			t.Errorf("log:\n%s", l.log)
		}
	})
}

func TestCancel(t *testing.T) {
	t.Run("a download ends when the program is stopped", func(t *testing.T) {
		l := newLab(t)
		ctx, stop := context.WithCancel(t.Context())
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, content[:3])
			w.(http.Flusher).Flush()
			stop()
			<-r.Context().Done()
		}))
		t.Cleanup(server.Close)
		d, err := ParseDocument(fmt.Appendf(nil, `{"spec":{"stages":[{"name":"s","inputs":[{"id":"a","files":[{"url":%q}]}]}]}}`, server.URL))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Run(ctx, d, l.o); err == nil || !strings.Contains(err.Error(), "context canceled") {
			t.Errorf("got error %v", err)
		}
	})
}

func TestRetryAfter(t *testing.T) {
	t.Run("Retry-After is read as seconds and as a date", func(t *testing.T) {
		now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
		for header, want := range map[string]time.Duration{
			"": 0, "7": 7 * time.Second, "-7": 0, "soon": 0,
			"Fri, 02 Jan 2026 03:05:05 GMT": time.Minute, "Fri, 02 Jan 2025 03:05:05 GMT": 0,
		} {
			if got := retryAfter(header, now); got != want {
				t.Errorf("%q is %s, want %s", header, got, want)
			}
		}
	})
}
