// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// calls are the requests that an operator sent, in their order. They are heard on the wire, below its caches and clients.
// Watches are left out, which stay open and cost nothing while nothing happens, and so is discovery, which asks once for what
// the server has.
type calls struct {
	mu  sync.Mutex
	all []call
}

type call struct {
	verb, path string
	// about is all that the request said, in which stands whom it concerns.
	about string
}

func (c call) String() string { return c.verb + " " + c.path }

// writes tells a call that changes something. An Event is for people, and sent in the background.
func (c call) writes() bool { return c.verb != http.MethodGet && !strings.Contains(c.path, "/events") }

// within are the calls of one turn: the key of a context, and what the calls made with it are added to.
type within struct{}

// heard adds what is sent to c, and to the calls that the request's context may hold.
func (c *calls) heard(next http.RoundTripper) http.RoundTripper {
	return roundTrip(func(request *http.Request) (*http.Response, error) {
		if request.URL.Query().Get("watch") == "" && !discovers(request.URL.Path) {
			one := call{request.Method, request.URL.Path, request.URL.String() + said(request)}
			c.add(one)
			if turn, ok := request.Context().Value(within{}).(*calls); ok {
				turn.add(one)
			}
		}
		return next.RoundTrip(request)
	})
}

// said is the body of a request, which stays to be sent.
func said(request *http.Request) string {
	if request.GetBody == nil {
		return ""
	}
	body, err := request.GetBody()
	if err != nil {
		return err.Error()
	}
	defer body.Close()
	content, err := io.ReadAll(body)
	if err != nil {
		return err.Error()
	}
	return string(content)
}

// discovers tells a path that names no resource: /api/v1, or /apis/batch/v1.
func discovers(path string) bool {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	return parts[0] == "api" && len(parts) <= 2 || parts[0] == "apis" && len(parts) <= 3
}

func (c *calls) add(one call) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all = append(c.all, one)
}

// since are the calls after the first n.
func (c *calls) since(n int) []call {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.all[n:])
}

func (c *calls) count() int { return len(c.since(0)) }

// writes counts those that change something, also those that the server refused.
func (c *calls) writes() int {
	n := 0
	for _, one := range c.since(0) {
		if one.writes() {
			n++
		}
	}
	return n
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Without this, a turn without a call could be one whose calls nobody heard.
func TestACallOfATurnIsHeardAndALookIntoACacheIsNone(t *testing.T) {
	o := startOperator(t)
	wf := o.create(t)
	o.awaitJob(t, wf.Name+"-configure-job")
	o.awaitCaches(t)
	turn := &calls{}
	ctx := context.WithValue(t.Context(), within{}, turn)
	for _, reader := range []client.Reader{o.manager.GetClient(), o.manager.GetAPIReader()} {
		if err := reader.Get(ctx, client.ObjectKeyFromObject(wf), wf); err != nil {
			t.Fatal(err)
		}
		if err := reader.List(ctx, &corev1.PodList{}, client.InNamespace(o.namespace)); err != nil {
			t.Fatal(err)
		}
	}
	if n := turn.count(); n != 2 {
		t.Errorf("of two looks into caches and two live ones it heard %v", turn.since(0))
	}
}
