// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package escape

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// tally is what came of the attempts that were made.
type tally struct {
	mu      sync.Mutex
	held    map[string]bool
	leftOut map[string]bool
	// through are the attempts that got through where runner's filter was off, and stopped what others were answered there.
	through, stopped []string
}

var total = tally{held: map[string]bool{}, leftOut: map[string]bool{}}

// unfiltered takes down what came of an attempt that is no control where the filter was off.
func (l *tally) unfiltered(name, answer string) {
	if _, control := row(controls, name); control {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if answer == done {
		l.through = append(l.through, name)
		return
	}
	l.stopped = append(l.stopped, name+": "+answer)
}

// leaveOut is for an attempt that this cluster has nothing for.
func leaveOut(t *testing.T, name, why string) {
	t.Helper()
	total.mu.Lock()
	total.leftOut[name] = true
	total.mu.Unlock()
	t.Skip(why)
}

// judge takes an attempt into account: unless it was held, it got out.
func judge(t *testing.T, name string, held bool, format string, args ...any) {
	t.Helper()
	total.mu.Lock()
	defer total.mu.Unlock()
	if _, twice := total.held[name]; twice || !slices.ContainsFunc(table, func(a attempt) bool { return a.name == name }) {
		t.Errorf("%q is not a row of the table that was not judged yet", name)
		return
	}
	total.held[name] = held
	if !held {
		t.Errorf("%s: %s", name, fmt.Sprintf(format, args...))
	}
}

// missing are the attempts that were not made.
func (l *tally) missing() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var names []string
	for _, a := range table {
		if _, made := l.held[a.name]; !made && !l.leftOut[a.name] {
			names = append(names, a.name)
		}
	}
	return names
}

// progress tells every ten seconds how far it is, until it is stopped.
func (l *tally) progress() (stop func()) {
	begun, ticker, done := time.Now(), time.NewTicker(10*time.Second), make(chan struct{})
	var told sync.WaitGroup
	told.Go(func() {
		for {
			select {
			case <-ticker.C:
				fmt.Printf("%4.0fs: %d of %d attempts judged\n", time.Since(begun).Seconds(), len(table)-len(l.missing()), len(table))
			case <-done:
				return
			}
		}
	})
	return func() {
		ticker.Stop()
		close(done)
		told.Wait()
	}
}

// report says how it went, in the last line, and gives the code to exit with.
func (l *tally) report(code int) int {
	missing := l.missing()
	if flag.Lookup("test.run").Value.String() == "" && len(missing) > 0 {
		fmt.Printf("%d of the %d attempts in the table were not made: %q\n", len(missing), len(table), missing)
		code = max(code, 1)
	}
	if len(l.through) > 0 {
		fmt.Printf("without runner's filter, %d attempts get through: %s\n", len(l.through), strings.Join(l.through, " "))
		fmt.Printf("something else answers %d: %s\n", len(l.stopped), strings.Join(l.stopped, "; "))
	}
	escaped := 0
	for _, held := range l.held {
		if !held {
			escaped++
		}
	}
	line := fmt.Sprintf("escape: attempts=%d escaped=%d", len(l.held), escaped)
	if len(missing) > 0 {
		line += fmt.Sprintf(" missing=%d", len(missing)) // Nobody knows of these that they held.
	}
	fmt.Println(line)
	return code
}
