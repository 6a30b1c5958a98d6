// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"slices"
	"syscall"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// proven tells that a success is that of a pod which was seen and which nobody had told to go. What a filter does when it is told
// to go proves nothing of the rest, and one that catches the signal and exits with 0 cannot be told from one that had done its
// work: the deletion of a pod that is taken away is dated anew, and a Job says nothing of it. A pod that ended by itself stays
// until the run is over, so that none is doubted that nobody touched.
func (r Run) proven() bool {
	return !r.Disrupted && r.GoneBy.IsZero() && !r.JobOnly
}

// deleted tells that a pod ended because somebody deleted it, and not by itself before that.
func (r Run) deleted() bool {
	if r.GoneBy.IsZero() || r.State != RunFailed && r.State != RunSucceeded {
		return false
	}
	asked := r.GoneBy.Add(-r.Grace) // A pod's deletion is dated when its grace period is over.
	if r.killed() && r.Grace != 0 {
		asked = asked.Add(-maxClockLag)
	}
	return !r.FinishedAt.Before(asked) || r.takenAway()
}

// maxClockLag is how far a node's clock may be behind the API server's. The one dates the end of a process and the other its pod's
// deletion, so that what was told to go may seem to have ended before. Clocks that are kept set differ by less, and a signal that
// came longer before the deletion was not the deletion's. Who ended with a code of its own is held to the times as they are.
const maxClockLag = 5 * time.Second

// killed tells that TERM or KILL ended it, and not the kernel for its memory.
func (r Run) killed() bool {
	signals := []int32{contract.ExitSignal + int32(syscall.SIGTERM), contract.ExitSignal + int32(syscall.SIGKILL)}
	return r.ExitCode != nil && slices.Contains(signals, *r.ExitCode) && r.ContainerReason != "OOMKilled"
}

// removeTime is within which a kubelet takes a pod away that it has ended, on a busy node too.
const removeTime = time.Minute

// takenAway recognises such a pod by how it ended, once the kubelet takes it away: while the Job controller's finalizer keeps it
// its deletion is dated anew then, without a grace period, and looks as if it had come after the end. One that caught the signal
// and exited with a code of its own cannot be told from one that ended by itself.
func (r Run) takenAway() bool {
	return r.killed() && r.Grace == 0 && r.GoneBy.Sub(r.FinishedAt) < removeTime
}
