// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package probe

import (
	"context"
	"fmt"
	"math"
	"math/bits"

	"golang.org/x/sys/unix"

	"github.com/oceanprotocol/operator-engine/internal/isolation"
)

// use finds out how much there is of what a pod can use up: of a volume by asking its file system, which takes nothing of
// it, of processes by having as many for a moment.
func use(ctx context.Context, volume string) isolation.Usage {
	var u isolation.Usage
	var err error
	if u.Volume, err = room(volume); err != nil {
		u.NoVolume = err.Error()
	}
	if u.Processes, err = lastProcess(ctx, "/", isolation.ManyProcesses); err != nil {
		u.NoProcesses = err.Error()
	}
	return u
}

// room is how many bytes the file system of a folder holds.
func room(folder string) (int64, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(folder, &stat); err != nil {
		return 0, fmt.Errorf("ask the file system of %s: %w", folder, err)
	}
	high, low := bits.Mul64(stat.Blocks, uint64(max(stat.Frsize, 0)))
	switch {
	case high > 0 || low > math.MaxInt64: // Some that grow by themselves say that they have no end.
		return math.MaxInt64, nil
	case low == 0:
		return 0, fmt.Errorf("the file system of %s does not say how large it is", folder)
	}
	return int64(low), nil
}
