// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"slices"
	"testing"
)

// parrot is a receiver that repeats what it was told, wherever an answer has room for it. How, the job's name decides.
type parrot struct{ *httptest.Server }

// manners are the ways to answer; what is repeated is the whole request, with its address, its headers and its body.
var manners = map[string]func(w http.ResponseWriter, r *http.Request, repeated string){
	"delivers": func(w http.ResponseWriter, _ *http.Request, repeated string) { fmt.Fprint(w, repeated) },
	"refuses": func(w http.ResponseWriter, _ *http.Request, repeated string) {
		plain(w, http.StatusPaymentRequired, repeated)
	},
	"fails": func(w http.ResponseWriter, _ *http.Request, repeated string) {
		plain(w, http.StatusInternalServerError, base64.StdEncoding.EncodeToString([]byte(repeated)))
	},
	"redirects": func(w http.ResponseWriter, r *http.Request, _ string) {
		http.Redirect(w, r, "/elsewhere?"+r.URL.RawQuery+"&was="+r.Header.Get("Authorization"), http.StatusFound)
	},
	"asks-for-time": func(w http.ResponseWriter, _ *http.Request, repeated string) {
		w.Header().Set("Retry-After", "1")
		w.Header().Set("X-Repeated", base64.URLEncoding.EncodeToString([]byte(repeated)))
		plain(w, http.StatusTooManyRequests, repeated)
	},
	"is-gone": func(w http.ResponseWriter, _ *http.Request, repeated string) { plain(w, http.StatusGone, repeated) },
	"hangs":   func(_ http.ResponseWriter, r *http.Request, _ string) { <-r.Context().Done() },
	"garbles": func(w http.ResponseWriter, _ *http.Request, repeated string) {
		seize(w, "ERROR "+repeated)
	},
	"breaks-off": func(w http.ResponseWriter, _ *http.Request, repeated string) {
		seize(w, "HTTP/1.1 500 "+repeated[:200]+"\r\nContent-Length: 100000\r\n\r\n"+repeated)
	},
	"has-bad-headers": func(w http.ResponseWriter, _ *http.Request, repeated string) {
		seize(w, "HTTP/1.1 500 Oh\r\nContent-Length: "+fmt.Sprintf("%q", repeated)+"\r\n\r\n")
	},
	// net/http writes into Go's standard log what comes when nothing was asked.
	"goes-on-talking": func(w http.ResponseWriter, _ *http.Request, repeated string) {
		seize(w, "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", repeated)
	},
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text) // The operator may have heard enough.
}

// seize takes the connection over, and says on it what is no answer of this protocol, each part when the one before has gone.
func seize(w http.ResponseWriter, parts ...string) {
	connection, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(err) // The tests' server can always.
	}
	defer func() { _ = connection.(*net.TCPConn).CloseWrite() }()
	for _, part := range parts {
		if _, err := io.WriteString(connection, part); err != nil {
			return
		}
	}
}

func newParrot(t *testing.T) *parrot {
	t.Helper()
	p := &parrot{}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func (p *parrot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	repeated, err := httputil.DumpRequest(r, true)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	var job struct {
		JobID string `json:"jobId"`
	}
	if err := json.NewDecoder(r.Body).Decode(&job); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	manners[job.JobID](w, r, string(repeated))
}

// jobs are the names that make it answer in each of its ways.
func (p *parrot) jobs() []string { return slices.Sorted(maps.Keys(manners)) }
