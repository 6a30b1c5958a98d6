// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"fmt"

	"github.com/oceanprotocol/operator-engine/internal/notify/ethkey"
)

// text is what the signature in the body is of: four values in JSON, one after the other with nothing between them.
func (j Job) text() []byte {
	b := appendString(nil, j.Secret.Reveal())
	b = appendList(b, j.Inputs)
	b = appendString(b, j.ID)
	return appendOptional(b, j.Algorithm)
}

// Body is the predecessor's body with its signature. It has the job's secret in it: it is for the receiver alone.
func (j Job) Body(key ethkey.Key) ([]byte, error) {
	signature, err := key.PersonalSign(j.text())
	if err != nil {
		return nil, fmt.Errorf("the notice of %s: %w", j.ID, err)
	}
	b := appendOptional([]byte(`{"algoDID": `), j.Algorithm)
	b = appendString(append(b, `, "jobId": `...), j.ID)
	b = appendString(append(b, `, "secret": `...), j.Secret.Reveal())
	b = appendList(append(b, `, "DID": `...), j.Inputs)
	b = appendString(append(b, `, "signature": `...), signature)
	return append(b, '}'), nil
}
