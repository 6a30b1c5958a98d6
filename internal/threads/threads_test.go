// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package threads

import (
	"os"
	"testing"
)

func TestThreadsThatWereMadeStay(t *testing.T) {
	const n = 40
	Have(n)
	all, err := os.ReadDir("/proc/self/task")
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < n {
		t.Errorf("there are %d threads", len(all))
	}
}
