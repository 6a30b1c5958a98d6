// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
)

// maxBody is more than any notice has.
const maxBody = 1 << 20

// Refusal is an error whose text the operator may pass on to the consumer, such as "no credit". With
// NOTIFY_START_REQUIRED=true it ends the workflow before it starts.
type Refusal string

func (r Refusal) Error() string { return string(r) }

// Receiver takes notices and acts on each once.
type Receiver struct {
	Verifier Verifier
	Seen     *Seen
	// Act does what the notice is for. An error that is no Refusal makes the operator send the notice again.
	Act func(Notice) error
}

// ServeHTTP answers 2xx only when the notice was acted on, now or before: any other answer brings it again.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	if request.Method != http.MethodPost {
		http.Error(w, "only POST", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, request.Body, maxBody))
	if err != nil {
		http.Error(w, "the body could not be read", http.StatusBadRequest)
		return
	}
	notice, err := r.Verifier.Verify(request.Header, body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnauthorized)
		return
	}
	r.act(w, notice)
}

func (r *Receiver) act(w http.ResponseWriter, notice Notice) {
	switch r.Seen.Begin(notice.ID) {
	case Done:
		fmt.Fprintln(w, "accepted before")
		return
	case Busy:
		http.Error(w, "another attempt is being worked on", http.StatusServiceUnavailable)
		return
	}
	err := r.Act(notice)
	r.Seen.End(notice.ID, err == nil)
	var refusal Refusal
	switch {
	case err == nil:
		fmt.Fprintln(w, "accepted")
	case errors.As(err, &refusal):
		http.Error(w, refusal.Error(), http.StatusPaymentRequired)
	default:
		http.Error(w, "try again", http.StatusInternalServerError)
	}
}
