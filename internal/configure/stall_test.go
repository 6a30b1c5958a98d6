// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"context"
	"io"
	"runtime"
	"testing"
	"time"
)

// looked is a body whose looks the test takes: its own are hours away.
type looked struct {
	*stallReader

	server *io.PipeWriter
	came   chan error
}

func newLooked(t *testing.T) *looked {
	t.Helper()
	body, server := io.Pipe()
	_, cancel := context.WithCancelCause(t.Context())
	w := &looked{newStallReader(body, 100*time.Hour, cancel), server, make(chan error)}
	t.Cleanup(func() { _ = w.Close() })
	return w
}

// read begins a read, which is in progress when this returns.
func (w *looked) read() {
	before := w.steps.Load()
	go func() {
		_, err := w.Read(make([]byte, 1))
		w.came <- err
	}()
	for w.steps.Load() == before {
		runtime.Gosched()
	}
}

// send lets a read end.
func (w *looked) send(t *testing.T) {
	t.Helper()
	if _, err := w.server.Write([]byte{1}); err != nil {
		t.Fatal(err)
	}
	if err := <-w.came; err != nil {
		t.Fatal(err)
	}
}

func (w *looked) isOver() bool {
	select {
	case <-w.fired:
		return true
	default:
		return false
	}
}

func TestOnlyABodyThatSendsNothingIsEnded(t *testing.T) {
	t.Run("nothing comes for a limit", func(t *testing.T) {
		w := newLooked(t)
		w.read()
		for range looksPerLimit {
			w.look()
		}
		if w.isOver() {
			t.Error("it was ended before")
		}
		if w.look(); !w.isOver() {
			t.Error("it was not ended")
		}
		_ = w.server.Close()
		if err := <-w.came; err == nil {
			t.Error("its read ended well")
		}
	})
	t.Run("a little comes now and then", func(t *testing.T) {
		w := newLooked(t)
		for range 5 {
			w.read()
			for range looksPerLimit {
				w.look()
			}
			w.send(t)
		}
		if w.isOver() {
			t.Error("it was ended")
		}
	})
	t.Run("a little comes between any two looks", func(t *testing.T) {
		w := newLooked(t)
		for range 5 * looksPerLimit {
			w.read()
			w.look()
			w.send(t)
		}
		if w.isOver() {
			t.Error("it was ended")
		}
	})
	t.Run("nobody reads", func(t *testing.T) {
		w := newLooked(t)
		w.read()
		w.send(t)
		for range 5 * looksPerLimit {
			w.look()
		}
		if w.isOver() {
			t.Error("it was ended")
		}
	})
}
