// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package probe

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"

	"github.com/oceanprotocol/operator-engine/internal/threads"
)

// lastProcess is where the number of processes and threads of this pod ends, or 0 if it does not before many. A limit that
// the container's control group shows is believed. Most show none: the kubelet sets podPidsLimit on the group of the pod,
// which the container does not see. Then only having so many tells. The kernel counts threads as it counts processes, and
// they are cheaper.
func lastProcess(ctx context.Context, root string, many int64) (int64, error) {
	if limit := pidsLimit(root); limit > 0 && limit <= many {
		return limit, nil
	}
	if err := spare(root, many); err != nil {
		return 0, err
	}
	return crowd(ctx, many)
}

// spare fails unless the node has twice as many processes left: to try must not take what others need.
func spare(root string, many int64) error {
	load, err := os.ReadFile(path.Join(root, "proc/loadavg"))
	if err != nil {
		return fmt.Errorf("see how many processes the node has: %w", err)
	}
	var running, all int64
	if _, err := fmt.Sscanf(string(load), "%f %f %f %d/%d", new(float64), new(float64), new(float64), &running, &all); err != nil {
		return fmt.Errorf("see how many processes the node has: %w", err)
	}
	for _, name := range []string{"pid_max", "threads-max"} {
		most := limitIn(path.Join(root, "proc/sys/kernel", name))
		if left := most - all; left < 2*many {
			return fmt.Errorf("the node has no more than %d processes left, too few to try", max(left, 0))
		}
	}
	return nil
}

// crowd has a process of its own for the threads: it ends with all of them, or by the first that it does not get.
func crowd(ctx context.Context, many int64) (int64, error) {
	threads.Have(spareThreads) // While the crowd is there, none can be made.
	var had counter
	var said head
	cmd := exec.CommandContext(ctx, "/proc/self/exe", Name, "--threads="+strconv.FormatInt(many, 10))
	cmd.Stdout, cmd.Stderr = &had, &said
	return end(cmd.Run(), many, int64(had), said.text.String())
}

// spareThreads are more than the probe needs to wait for its crowd.
const spareThreads = 12

// end is what became of a crowd, by what it had at last and what it said.
func end(err error, many, had int64, said string) (int64, error) {
	switch {
	case err == nil:
		return 0, nil
	case strings.Contains(said, "errno="+strconv.Itoa(int(syscall.EAGAIN))+")"): // So says Go of a thread that the kernel refuses.
		return min(had+1, many), nil
	}
	return 0, fmt.Errorf("have %d threads, after %d of them: %w", many, had, err)
}

// have has threads, says one byte for each that has begun, and ends with them.
func have(many int, out io.Writer) error {
	const others = 100 // Go's own.
	debug.SetMaxThreads(many + others)
	began := make(chan struct{})
	for range many {
		go func() {
			runtime.LockOSThread() // It never lets go, so that the next one gets another.
			began <- struct{}{}
			select {}
		}()
		<-began
		if _, err := out.Write([]byte{'.'}); err != nil {
			return fmt.Errorf("say that a thread has begun: %w", err)
		}
	}
	return nil
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// head keeps the beginning of what is written to it: Go's last words tell of every thread.
type head struct{ text bytes.Buffer }

const maxHead = 1024

func (h *head) Write(p []byte) (int, error) {
	h.text.Write(p[:min(len(p), max(maxHead-h.text.Len(), 0))])
	return len(p), nil
}
