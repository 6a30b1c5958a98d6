// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/notify/ethkey"
)

// The headers of a notice. The first three are those of Standard Webhooks.
const (
	HeaderID        = "webhook-id"
	HeaderTimestamp = "webhook-timestamp"
	HeaderSignature = "webhook-signature"
	// HeaderEvent has the Event.
	HeaderEvent = "ocean-event"
	// HeaderCode has the Code.
	HeaderCode = "ocean-code"
	// HeaderStart has the StartNotice; start notices lack it.
	HeaderStart = "ocean-start-notice"
)

// The schemes in HeaderSignature. They do not begin with v1, so that no library takes them for the HMAC (v1) or the Ed25519
// signature (v1a) of Standard Webhooks: both are of Ethereum's personal_sign, in hex.
const (
	// Scheme signs id.timestamp.body, as Standard Webhooks does.
	Scheme = "eip191"
	// SchemeOutcome signs event.code.start. and then the same: without it, somebody on the way could turn one outcome into
	// another. What it signs can never be taken for what Scheme signs, as no id is an event.
	SchemeOutcome = "eip191-outcome"
)

// headers are those of one attempt to send the notice with this body.
func (n Notice) headers(key ethkey.Key, at time.Time, body []byte) (http.Header, error) {
	timestamp := strconv.FormatInt(at.Unix(), 10)
	sent := fmt.Appendf(nil, "%s.%s.%s", n.ID(), timestamp, body)
	plain, err := key.PersonalSign(sent)
	if err != nil {
		return nil, fmt.Errorf("the headers of %s: %w", n.ID(), err)
	}
	outcome, err := key.PersonalSign(fmt.Appendf(nil, "%s.%d.%s.%s", n.Event, n.Code, n.Started, sent))
	if err != nil {
		return nil, fmt.Errorf("the headers of %s: %w", n.ID(), err)
	}
	h := http.Header{}
	h.Set("Content-Type", "application/json")
	h.Set("User-Agent", "operator-engine")
	h.Set(HeaderID, n.ID())
	h.Set(HeaderTimestamp, timestamp)
	h.Set(HeaderSignature, Scheme+","+plain+" "+SchemeOutcome+","+outcome)
	h.Set(HeaderEvent, string(n.Event))
	h.Set(HeaderCode, strconv.Itoa(int(n.Code)))
	if n.Started != "" {
		h.Set(HeaderStart, string(n.Started))
	}
	return h, nil
}
