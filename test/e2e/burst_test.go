// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"testing"

	"github.com/oceanprotocol/operator-engine/test/burst"
)

// Nothing else runs meanwhile: `make bench-burst` is the same with many more.
func TestManyWorkflowsAtOnceAllSucceedAndLeaveNothing(t *testing.T) {
	result, err := burst.Run(t.Context(), burst.Options{
		Client: cluster, Config: clusterConfig, Namespace: toIPFS, Workflows: 30, Say: func(line string) { t.Log(line) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if flaw := result.Flaw(); flaw != nil {
		t.Error(flaw)
	}
	fmt.Println("burst:", result)
}
