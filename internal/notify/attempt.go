// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// maxAnswer is how much of an answer's body is read. A receiver that says more loses its connection.
const maxAnswer = 4 << 10

// attempt is one request and what its outcome is made from.
type attempt struct {
	notice  Notice
	request *http.Request
	body    []byte
	limit   time.Duration
}

// host is all of the receiver's address that may be told.
func (a *attempt) host() string { return oneLine(a.request.URL.Scheme + "://" + a.request.URL.Host) }

// clean takes everything out of a text that the receiver was told and nobody else may know.
func (a *attempt) clean(text string) string {
	return newRedactor(a.notice, a.request.URL, a.request.Header, a.body).clean(text)
}

// noAnswer is the outcome of a request that met no answer. net/http's errors have the whole address in them, and what the
// receiver sent if that was no HTTP.
func (a *attempt) noAnswer(err error) Outcome {
	var wrapped *url.Error
	timedOut := false
	if errors.As(err, &wrapped) {
		err, timedOut = wrapped.Err, wrapped.Timeout()
	}
	reason := a.host() + " could not be reached: " + a.clean(err.Error())
	ended := a.request.Context().Err()
	switch {
	case timedOut, errors.Is(ended, context.DeadlineExceeded): // A connection has the same limit, and either may be first.
		reason = fmt.Sprintf("%s did not answer within %s", a.host(), a.limit)
	case ended != nil:
		reason = a.host() + " did not answer before the operator stopped"
	}
	return Outcome{Result: Failed, Reason: reason}
}

// answer is the outcome of a request that was answered. The status decides: what stands in the body is at most a reason,
// and a body that breaks off or never ends changes nothing.
func (a *attempt) answer(response *http.Response, now time.Time) Outcome {
	text, _ := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	o := Outcome{
		Result: result(response.StatusCode), Status: response.StatusCode,
		Reason: strings.TrimSpace(fmt.Sprintf("%s answered %d %s", a.host(), response.StatusCode, http.StatusText(response.StatusCode))),
	}
	switch o.Result {
	case Delivered:
		return o
	case Gone:
	default:
		o.Wait = retryAfter(response.Header.Get("Retry-After"), now)
	}
	if response.StatusCode/100 == 3 {
		o.Reason += ", and redirections are not followed: the setting must name the address where it leads"
		return o
	}
	if !strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") { // A page says nothing in 200 characters.
		o.Said = a.clean(string(text))
	}
	if o.Said != "" {
		o.Reason += ": " + o.Said
	}
	return o
}

func result(status int) Result {
	switch {
	case status/100 == 2:
		return Delivered
	case status == http.StatusGone:
		return Gone
	case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable:
		return RetryAfter
	case status == http.StatusRequestTimeout, status == http.StatusTooEarly:
		return Failed
	case status/100 == 4:
		return Refused
	}
	return Failed
}
