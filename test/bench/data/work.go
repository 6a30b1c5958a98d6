// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// work is what every tool does, the first of which is ours.
type work struct {
	name  string
	bytes int64
	tools []tool
}

// tool does a work once: in a folder of its own, which is gone before the next one begins.
type tool struct {
	name string
	// begin makes ready what is not measured, and returns the command that is.
	begin func() (*exec.Cmd, error)
	// end makes sure that the work was done, and leaves nothing of it.
	end func() error
}

// measure lets the tools take turns, each of them first in some rounds, and compares the medians.
func (w work) measure(ctx context.Context, rounds int) (string, error) {
	took := make([][]time.Duration, len(w.tools))
	var most int64
	for round := range rounds {
		for turn := range w.tools {
			i := (round + turn) % len(w.tools)
			duration, memory, err := w.tools[i].once(ctx)
			if err != nil {
				return "", fmt.Errorf("%s: %w", w.tools[i].name, err)
			}
			fmt.Fprintf(os.Stderr, "  %s, round %d of %d: %s took %s and %d MiB\n", w.name, round+1, rounds, w.tools[i].name,
				duration.Round(time.Millisecond), memory>>20)
			took[i] = append(took[i], duration)
			if i == 0 {
				most = max(most, memory)
			}
		}
	}
	best := 1
	for i := 2; i < len(w.tools); i++ {
		if median(took[i]) < median(took[best]) {
			best = i
		}
	}
	ours, theirs := w.speed(median(took[0])), w.speed(median(took[best]))
	return fmt.Sprintf("bench-data: %s ratio=%.2f ours=%.0fMB/s theirs=%.0fMB/s tool=%s rss=%dMiB",
		w.name, ours/theirs, ours, theirs, w.tools[best].name, most>>20), nil
}

// speed is in megabytes a second.
func (w work) speed(took time.Duration) float64 { return float64(w.bytes) / 1e6 / took.Seconds() }

func median(all []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}

// once does the work, and returns how long it took and how much memory at most. What is still on its way to the disk from
// before does not count.
func (t tool) once(ctx context.Context) (took time.Duration, memory int64, err error) {
	command, err := t.begin()
	if err != nil {
		return 0, 0, err
	}
	unix.Sync()
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	began := time.Now()
	if err := command.Start(); err != nil {
		return 0, 0, err
	}
	stop := context.AfterFunc(ctx, func() { _ = command.Process.Kill() })
	err = command.Wait()
	took = time.Since(began)
	stop()
	if err != nil {
		text := output.Bytes()
		return 0, 0, fmt.Errorf("%w, after it said:\n%s", cmp.Or(ctx.Err(), err), text[max(0, len(text)-2000):])
	}
	if usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		memory = usage.Maxrss << 10
	}
	return took, memory, t.end()
}
