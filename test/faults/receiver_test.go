// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/notify"
)

// receiver is the providers' backends: a real HTTP server, with an address for each namespace. It notes what it is told in
// the namespace's record.
type receiver struct {
	server *httptest.Server
	of     func(namespace string) *record
	admin  client.Reader
}

func startReceiver(c *cluster) *receiver {
	r := &receiver{of: c.recorder.of, admin: c.admin}
	r.server = httptest.NewServer(r)
	return r
}

// post is one attempt to tell a notice, as it came in.
type post struct {
	id, event, code, start, body string
	accepted                     bool
}

// What a backend may do instead of accepting, unless it answers with a number.
const (
	isDown = "down"   // it breaks the connection off, and has not read anything
	loses  = "lost"   // it accepts, and breaks the connection off before it says so
	starts = "starts" // it accepts starts, and has an error of its own with everything else
)

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	namespace := strings.Split(req.URL.Path, "/")[1]
	record := r.of(namespace)
	mood := record.moodNow()
	if mood == isDown {
		panic(http.ErrAbortHandler)
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return
	}
	status := statusOf(mood, req.Header.Get(notify.HeaderEvent))
	p := post{
		id: req.Header.Get(notify.HeaderID), event: req.Header.Get(notify.HeaderEvent), code: req.Header.Get(notify.HeaderCode),
		start: req.Header.Get(notify.HeaderStart), body: string(body), accepted: status < http.StatusMultipleChoices,
	}
	// Whoever sent it may be dead by now: it came in all the same.
	if early := r.early(context.WithoutCancel(req.Context()), namespace, p); early != "" {
		record.complain(early)
	}
	record.noteNotice(p)
	if mood == loses {
		panic(http.ErrAbortHandler)
	}
	w.WriteHeader(status)
}

// statusOf is what a backend answers.
func statusOf(mood, event string) int {
	if mood == starts && event != string(notify.Start) {
		return http.StatusInternalServerError
	}
	if status, err := strconv.Atoi(mood); err == nil {
		return status
	}
	return http.StatusNoContent
}

// early finds a workflow that goes on though its end is told.
func (r *receiver) early(ctx context.Context, namespace string, p post) string {
	if p.event != string(notify.Stop) {
		return ""
	}
	var workflows v1alpha1.WorkflowList
	if err := r.admin.List(ctx, &workflows, client.InNamespace(namespace)); err != nil {
		return "the receiver could not look at the workflow: " + err.Error()
	}
	for i := range workflows.Items {
		wf := &workflows.Items[i]
		c := meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionSucceeded)
		if strings.HasPrefix(p.id, string(wf.UID)) && (c == nil || c.Status == metav1.ConditionUnknown) {
			return "the end of a workflow was told that goes on"
		}
	}
	return ""
}
