// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

const transitions = "testdata/transitions.txt"

// TestEveryStepMeetsEveryRun shows what comes of every kind of step, in every state in which it is under way, whatever the
// cluster shows of its attempt. `go test ./internal/plan -update` writes the table anew: read what it wrote.
func TestEveryStepMeetsEveryRun(t *testing.T) {
	var out strings.Builder
	for _, s := range []Step{configureStep, countStep, filterStep, publishStep} {
		for _, state := range underWayStates {
			for _, r := range shownRuns {
				w := midRun(s, r.run, after(5*time.Minute), step(s, state.record))
				fmt.Fprintf(&out, "%-16s %-26s %-18s → %s\n", s, state.name, r.name, outcomeOf(s, Next(w)))
			}
		}
		out.WriteString("\n")
	}
	if *update {
		if err := os.WriteFile(transitions, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(transitions)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(out.String(), "\n")); diff != "" {
		t.Errorf("(-written +decided):\n%s", diff)
	}
}

var underWayStates = []struct {
	name   string
	record func(*v1alpha1.StepStatus)
}{
	{"Active", func(*v1alpha1.StepStatus) {}},
	{"Active, seen running", func(st *v1alpha1.StepStatus) { st.StartTime = timeOf(epoch) }},
	{"Active, to be retried", func(st *v1alpha1.StepStatus) {
		st.Reason, st.CompletionTime = v1alpha1.ReasonSystemFailure, timeOf(epoch.Add(298*time.Second))
	}},
	{"Ending DeadlineExceeded", ending(v1alpha1.ReasonDeadlineExceeded)},
	{"Ending Stopped", ending(v1alpha1.ReasonStopped)},
	{"Ending NameTaken", ending(v1alpha1.ReasonNameTaken)},
}

func ending(reason string) func(*v1alpha1.StepStatus) {
	return func(st *v1alpha1.StepStatus) { st.State, st.Reason = v1alpha1.StepEnding, reason }
}

var shownRuns = []struct {
	name string
	run  Run
}{
	{"absent", Run{}},
	{"pending", pending("")},
	{"running", running(0)},
	{"leaving", Run{State: RunLeaving, StartedAt: epoch}},
	{"held", Run{State: RunLeaving, Held: true, GoneBy: epoch.Add(299 * time.Second)}},
	{"held for too long", Run{State: RunLeaving, Held: true, GoneBy: epoch.Add(-time.Hour)}},
	{"suspended", Run{State: RunSuspended, Message: "somebody suspended its Job"}},
	{"succeeded", didPublish()},
	{"succeeded, taken", didPublish().taken()},
	{"succeeded, unseen", didPublish().unseen()},
	{"failed", failed(1).lasting(298 * time.Second).reporting(31)},
	{"failed by system", failed(1).lasting(298 * time.Second).disrupted()},
}

// outcomeOf is a decision in a line: how the step stands, what is done, and when to look again.
func outcomeOf(s Step, d Decision) string {
	st := statusOf(d.Status, s)
	said := strings.TrimSpace(string(st.State) + " " + st.Reason)
	if acts := actionsOf(d); len(acts) > 0 {
		said += ": " + strings.Join(acts, ", ")
	}
	if !d.WakeAt.IsZero() {
		said += "; wakes at " + d.WakeAt.Sub(epoch).String()
	}
	return said
}
