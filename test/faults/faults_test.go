// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEveryScenarioComesToTheEndThatItsFileSays plays every scenario without a fault.
func TestEveryScenarioComesToTheEndThatItsFileSays(t *testing.T) {
	t.Parallel()
	for _, s := range stories(t) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			o := s.withoutFault()
			total.scenarios.Add(1)
			t.Logf("%d writes", o.writes)
			if *update {
				if len(o.wrong) > 0 {
					t.Fatalf("its end is not written anew:\n%s", o.differs(o.digest))
				}
				if err := s.write(o.digest); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(s.then, o.digest); diff != "" || len(o.wrong) > 0 {
				total.differing.Add(1)
				t.Errorf("it came to another end (-written +played):\n%s%s", diff, o.differs(o.digest))
			}
		})
	}
}

// withoutFault plays a story once, however often it is asked for.
func (s *story) withoutFault() *outcome {
	s.baseline.Do(func() {
		o := shared.play(s, none(), bug{})
		s.unspoiled = &o
	})
	return s.unspoiled
}

// TestACrashAtAnyWriteChangesNothing stops the operator dead at every write that a scenario takes, before and after it. At every
// third one, and from one scenario to the next at others, it is the last write of an operator that lost its lease, and arrives
// when another one made it and died. A run may have more writes than the one without a fault had: it is tried beyond those, too,
// until no run has the write.
func TestACrashAtAnyWriteChangesNothing(t *testing.T) {
	eachScenario(t, func(t *testing.T, s *story) {
		t.Helper()
		for n := 1; n <= s.withoutFault().writes; n++ {
			f := crash(n, (n+len(s.name))%3 == 0)
			strike(t, s, f)
			for _, alone := range f.alone {
				if *faultFlag != "" {
					strike(t, s, alone) // One that is asked for by its name, to look into.
				}
			}
		}
		t.Run("beyond", func(t *testing.T) {
			t.Parallel()
			writes := s.withoutFault().writes
			for n, more := writes+1, true; more && n <= writes+mostBeyond; n++ {
				f := crash(n, (n+len(s.name))%3 == 0)
				f.perhaps, f.alone = true, nil
				if *faultFlag == "" || *faultFlag == f.name {
					more = hold(t, s, f)
				}
			}
		})
		t.Cleanup(func() {
			if beyond, writes := int(s.beyond.Load()), s.withoutFault().writes; beyond > 2+writes/10 {
				t.Errorf("%d crashes were at writes that their runs did not have, of %d", beyond, writes)
			}
		})
	})
}

// mostBeyond is how many more writes a run may have than the one without a fault.
const mostBeyond = 20

// TestAnOldViewChangesNothing lets caches lag, and watches break. Caches that lag also have those that take over after a crash.
func TestAnOldViewChangesNothing(t *testing.T) {
	eachScenario(t, func(t *testing.T, s *story) {
		t.Helper()
		for seed := *seedFlag; seed < *seedFlag+2; seed++ {
			strike(t, s, oldView(seed))
		}
	})
}

// TestABadServerChangesNothing makes the API server answer badly.
func TestABadServerChangesNothing(t *testing.T) {
	eachScenario(t, func(t *testing.T, s *story) {
		t.Helper()
		for seed := *seedFlag; seed < *seedFlag+2; seed++ {
			strike(t, s, badServer(seed))
		}
	})
}

// TestAServerThatIsAwayForAMinuteChangesNothing plays all scenarios at the same time: they do nothing but wait for most of it.
func TestAServerThatIsAwayForAMinuteChangesNothing(t *testing.T) {
	t.Parallel()
	if *update {
		t.Skip("only writing the scenarios' ends")
	}
	var wg sync.WaitGroup
	for _, s := range stories(t) {
		wg.Go(func() {
			f := outage(*seedFlag, s.withoutFault().writes)
			if *faultFlag == "" || *faultFlag == f.name {
				hold(t, s, f)
			}
		})
	}
	wg.Wait()
}

// TestAWriteThatArrivesWhenAllIsOverLeavesNothing holds a write of an operator that lost its lease up for as long as there is
// anything to do.
func TestAWriteThatArrivesWhenAllIsOverLeavesNothing(t *testing.T) {
	eachScenario(t, func(t *testing.T, s *story) {
		t.Helper()
		if !slices.Contains([]string{"happy", "stopped-mid-run", "two-stages-with-a-filter", "deleted-at-its-time", "consumer-retries"}, s.name) {
			return
		}
		for n := 1; n <= s.withoutFault().writes; n++ {
			strike(t, s, lateAtTheEnd(n))
		}
	})
}

// TestALateJobIsNotMadeASecondTime lets the create of each Job of a run of which attempts are ended arrive after later writes:
// of one such run after any of them.
func TestALateJobIsNotMadeASecondTime(t *testing.T) {
	later := map[string][]int{
		"hangs": {1, 3, 5}, "image-cannot-be-pulled": {1, 3, 5}, "stopped-during-configure": {1, 3, 5}, "stopped-during-filter": {1, 3, 5},
	}
	eachScenario(t, func(t *testing.T, s *story) {
		t.Helper()
		writes := later[s.name]
		if s.name == "stopped-mid-run" {
			for k := range s.withoutFault().writes {
				writes = append(writes, k)
			}
		}
		for n := range s.jobs() {
			for _, k := range writes {
				strike(t, s, lateJob(n+1, k))
			}
		}
	})
}

// jobs is how many Jobs the story says that are made.
func (s *story) jobs() int {
	for _, line := range s.then {
		if made, ok := strings.CutPrefix(line, "made "); ok {
			return len(strings.Fields(made))
		}
	}
	return 0
}

func eachScenario(t *testing.T, do func(*testing.T, *story)) {
	t.Helper()
	t.Parallel()
	for _, s := range stories(t) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			if *update {
				t.Skip("only writing the scenarios' ends")
			}
			do(t, s)
		})
	}
}

// strike plays a story with a fault as a test of its own.
func strike(t *testing.T, s *story, f fault) {
	t.Helper()
	if *faultFlag != "" && *faultFlag != f.name {
		return
	}
	total.planned.Add(int32(f.crashes))
	t.Run(f.name, func(t *testing.T) {
		t.Parallel()
		hold(t, s, f)
	})
}

// hold plays a story with a fault, holds its end against the one that its file says, and tells whether the fault happened.
func hold(t *testing.T, s *story, f fault) (struck bool) {
	t.Helper()
	o := playUntilStruck(s, f)
	if len(f.alone) > 0 && o.crashes == 1 && o.differs(s.then) == "" {
		total.alone.Add(1)
		for _, alone := range f.alone {
			hold(t, s, alone)
		}
	}
	total.count(f, o)
	if f.perhaps && o.crashes > 0 {
		total.planned.Add(int32(o.crashes))
	}
	if f.crashes > 0 && o.crashes == 0 {
		if !f.perhaps {
			total.beyond.Add(int32(f.crashes))
			s.beyond.Add(1)
		}
		if o.writes >= f.at {
			t.Errorf("%s, %s: it did not happen, though the run had %d writes", s.name, f.name, o.writes)
		}
	}
	if f.sure && !o.struck {
		t.Errorf("%s, %s: it did not happen", s.name, f.name)
	}
	if text := o.differs(s.then); text != "" {
		total.differing.Add(1)
		t.Errorf("%s, %s: it came to another end\n%sagain: go test ./test/faults -scenario=%s -fault=%s -seed=%d", s.name, f.name, text, s.name, f.name, *seedFlag)
		fmt.Printf("--- %s %s\n%s", s.name, f.name, text)
	}
	return o.struck
}

// playUntilStruck plays a story with a fault. One that did not come about is tried anew if it should have: the story had fewer
// writes than the run without a fault had, by chance.
func playUntilStruck(s *story, f fault) outcome {
	total.running.Add(1)
	defer total.running.Add(-1)
	o := shared.play(s, f, bug{})
	sure := f.sure || f.crashes > 0 && !f.perhaps
	for again := 0; sure && !o.struck && o.differs(s.then) == "" && again < 3; again++ {
		o = shared.play(s, f, bug{})
	}
	return o
}
