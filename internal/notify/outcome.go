// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import "time"

// Result is what became of an attempt, in a word that metrics can count.
type Result string

// The results.
const (
	// Delivered is an answer of 2xx: the receiver has accepted the notice.
	Delivered Result = "delivered"
	// Gone is an answer of 410: the receiver wants no notices any more.
	Gone Result = "gone"
	// Refused is any other answer of 4xx but those that speak of the moment and not of the notice (408, 425, 429).
	Refused Result = "refused"
	// RetryAfter is an answer of 429 or 503: the receiver asks to be left alone for a while.
	RetryAfter Result = "retry-after"
	// Failed is everything else: no answer in time, no connection, a redirection, an answer of 5xx.
	Failed Result = "failed"
)

// Outcome is what became of an attempt. Nothing in it is secret: neither the notice's content nor its address beyond the
// host can be in it, even if the receiver repeats them.
type Outcome struct {
	// Result is which kind it is.
	Result Result
	// Status is the answer's, or 0 if there was none.
	Status int
	// Reason is what happened, for the provider: part of a sentence that names the receiver's host.
	Reason string
	// Said is what the receiver gave as its reason: one printable line of at most 200 characters, perhaps none. It names no
	// host, so that consumers may read it.
	Said string
	// Wait is how long the receiver asks to be left alone, at most a day; zero if it does not ask.
	Wait time.Duration
	// Duration is how long the attempt took.
	Duration time.Duration
}
