// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"
	"hash/fnv"
	"time"

	"k8s.io/apimachinery/pkg/types"
)

// The first attempts after a failure come soon: most receivers that are away are back in a moment.
const (
	firstNoticePause = 5 * time.Second
	maxNoticePause   = time.Hour
)

// noticePause is how long to wait after an attempt that failed: twice as long each time, and up to a fifth more or less, so
// that a receiver that comes back is not met by all at once. It is always the same for the same attempt.
func noticePause(uid types.UID, n Notice, attempt int32) time.Duration {
	pause := firstNoticePause
	for range attempt - 1 {
		pause = min(pause*2, maxNoticePause)
	}
	h := fnv.New32a()
	fmt.Fprintf(h, "%s %s %d", uid, n, attempt)
	percent := 80 + time.Duration(h.Sum32()%41)
	return pause * percent / 100
}
