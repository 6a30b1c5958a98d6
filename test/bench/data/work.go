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

// mostMemory is what ours may take.
const mostMemory = 128 * mebi

// work is what every tool does, the first of which is ours.
type work struct {
	name  string
	bytes int64
	tools []tool
	// least is what our speed, divided by theirs, is held to.
	least float64
}

// tool does a work once: in a folder of its own, which is gone before the next one begins.
type tool struct {
	name string
	// begin makes ready what is not measured, and returns the command that is.
	begin func() (*exec.Cmd, error)
	// end makes sure that the work was done, and leaves nothing of it.
	end func() error
}

// measured is what came of a work.
type measured struct {
	work   work
	took   []time.Duration // the median of each tool
	memory int64           // the most that ours took
}

// measure lets the tools take turns, each of them first in some rounds.
func (w work) measure(ctx context.Context, rounds int) (measured, error) {
	m := measured{work: w}
	took := make([][]time.Duration, len(w.tools))
	for round := range rounds {
		for turn := range w.tools {
			i := (round + turn) % len(w.tools)
			duration, memory, err := w.tools[i].once(ctx)
			if err != nil {
				return m, fmt.Errorf("%s: %w", w.tools[i].name, err)
			}
			fmt.Fprintf(os.Stderr, "  %s, round %d of %d: %s took %s and %d MiB\n", w.name, round+1, rounds, w.tools[i].name,
				duration.Round(time.Millisecond), memory>>20)
			took[i] = append(took[i], duration)
			if i == 0 {
				m.memory = max(m.memory, memory)
			}
		}
	}
	for _, all := range took {
		m.took = append(m.took, median(all))
	}
	return m, nil
}

// best is the fastest of the other tools.
func (m measured) best() int {
	best := 1
	for i := range m.took {
		if i > 0 && m.took[i] < m.took[best] {
			best = i
		}
	}
	return best
}

// ratio is our speed divided by that of the best other tool.
func (m measured) ratio() float64 { return m.took[m.best()].Seconds() / m.took[0].Seconds() }

// String is a line for whoever compares.
func (m measured) String() string {
	best := m.best()
	return fmt.Sprintf("bench-data: %s ratio=%.2f ours=%.0fMB/s theirs=%.0fMB/s tool=%s rss=%dMiB",
		m.work.name, m.ratio(), m.work.speed(m.took[0]), m.work.speed(m.took[best]), m.work.tools[best].name, m.memory>>20)
}

// unmet says what is not as it is held to be.
func (m measured) unmet() (all []string) {
	if m.ratio() < m.work.least {
		all = append(all, fmt.Sprintf("%s: ratio is %.3f, and is to be at least %.2f", m.work.name, m.ratio(), m.work.least))
	}
	if m.memory > mostMemory {
		all = append(all, fmt.Sprintf("%s: rss is %d bytes, and is to be at most %d", m.work.name, m.memory, int64(mostMemory)))
	}
	return all
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
