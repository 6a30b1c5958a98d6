// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/crypto"
)

// tolerance is how far the operator's clock and ours may be apart.
const tolerance = 5 * time.Minute

// Notice is what a request says, once it is verified.
type Notice struct {
	ID    string `json:"-"` // webhook-id
	Event string `json:"-"` // "start" or "stop"
	Code  int    `json:"-"` // where the workflow is; with a stop, how it ended
	Start string `json:"-"` // with a stop, what became of the start notice: "delivered", "undelivered" or "none"

	AlgoDID   *string  `json:"algoDID"`
	JobID     string   `json:"jobId"`
	Secret    string   `json:"secret"` // what the algorithm finds as `secret`: never log it
	DID       []string `json:"DID"`
	Signature string   `json:"signature"`
}

// Verifier knows whom to believe.
type Verifier struct {
	// Address is the operator's: 0x and 40 hex digits.
	Address string
	// Now is the clock.
	Now func() time.Time
}

// Verify believes a request only if the operator signed all of it, and just now.
func (v Verifier) Verify(header http.Header, body []byte) (Notice, error) {
	id, timestamp := header.Get("webhook-id"), header.Get("webhook-timestamp")
	if err := v.fresh(timestamp); err != nil {
		return Notice{}, err
	}
	event, code, start := header.Get("ocean-event"), header.Get("ocean-code"), header.Get("ocean-start-notice")
	sent := id + "." + timestamp + "." + string(body)
	signatures := header.Get("webhook-signature")
	if !v.signedHeader(signatures, "eip191", sent) {
		return Notice{}, errors.New("webhook-signature is not the operator's")
	}
	if !v.signedHeader(signatures, "eip191-outcome", event+"."+code+"."+start+"."+sent) {
		return Notice{}, errors.New("event, code or start notice are not the operator's")
	}
	var n Notice
	if err := json.Unmarshal(body, &n); err != nil {
		return Notice{}, errors.New("the body is not what it should be")
	}
	if !v.signed(canonical(n), n.Signature) {
		return Notice{}, errors.New("the body's signature is not the operator's")
	}
	n.ID, n.Event, n.Start = id, event, start
	n.Code, _ = strconv.Atoi(code) // The operator signed it, so it is a number.
	return n, nil
}

func (v Verifier) fresh(timestamp string) error {
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return errors.New("webhook-timestamp is no number")
	}
	if age := v.Now().Sub(time.Unix(seconds, 0)); age > tolerance || age < -tolerance {
		return fmt.Errorf("webhook-timestamp is more than %s off", tolerance)
	}
	return nil
}

// signedHeader looks for the operator's signature by this scheme in a list of them.
func (v Verifier) signedHeader(list, scheme, text string) bool {
	for _, entry := range strings.Fields(list) {
		if name, signature, ok := strings.Cut(entry, ","); ok && name == scheme && v.signed(text, signature) {
			return true
		}
	}
	return false
}

// signed tells whether this is the operator's personal_sign (EIP-191) of the text.
func (v Verifier) signed(text, signature string) bool {
	raw, err := hex.DecodeString(strings.TrimPrefix(signature, "0x"))
	if err != nil || len(raw) != 65 || (raw[64] != 27 && raw[64] != 28) {
		return false
	}
	raw[64] -= 27
	hash := crypto.Keccak256([]byte("\x19Ethereum Signed Message:\n"+strconv.Itoa(len(text))), []byte(text))
	key, err := crypto.SigToPub(hash, raw)
	return err == nil && strings.EqualFold(crypto.PubkeyToAddress(*key).Hex(), v.Address)
}
