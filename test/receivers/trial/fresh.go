// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"crypto/rand"
	"fmt"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/notify"
)

// Fresh is a stop notice that no receiver has seen.
func Fresh() notify.Notice {
	algorithm := "did:op:cccc"
	return notify.Notice{
		WorkflowUID: fmt.Sprintf("%x", rand.Text()), Event: notify.Stop, Code: 70, Started: notify.StartDelivered,
		Job: notify.Job{
			ID: "word-count", Secret: config.NewSecret("0123456789abcdef0123456789abcdef"),
			Inputs: []string{"did:op:aaaa", "did:op:bbbb"}, Algorithm: &algorithm,
		},
	}
}
