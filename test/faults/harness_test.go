// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"strings"
	"testing"
)

// TestThePlantedBugsAreFound shows that the harness can fail: each bug, planted into the operator, makes a difference in
// at least one of the runs that are to find it.
func TestThePlantedBugsAreFound(t *testing.T) {
	t.Parallel()
	if *update || *faultFlag != "" || *scenarioFlag != "" {
		t.Skip("only part of the runs was asked for")
	}
	for _, tc := range []struct {
		bug      bug
		scenario string
		faults   []fault
		shows    string // what the difference must show, where a run that just takes too long would be no proof
	}{
		{bug{name: "a Job is created before its attempt is recorded", client: newHasty}, "happy", []fault{none()}, "before it was recorded at"},
		{bug{name: "a missing Job counts as finished", client: newTrusting}, "happy", []fault{crash(1, false), crash(2, false)}, "+ made algorithm(count)/1"},
		{bug{name: "a missing Job counts as finished, when it was deleted by hand", client: newTrusting}, "job-deleted-by-hand", []fault{none()}, "+ made configure/1 algorithm(count)/1 publish/1"},
		{bug{name: "a pod that is being deleted counts as gone", client: newImpatient, dying: patience / 30}, "job-deleted-by-hand", []fault{none()}, "began while there was one of algorithm(count)/1"},
		{bug{name: "an old view of the record is acted upon", client: newGullible}, "job-deleted-by-hand", behindAt(9, 13), "algorithm(count)/1 publish/1"},
		{bug{name: "an attempt's Job is deleted to end it", client: newHurried}, "stopped-mid-run", lateJobAfter(2, 2, 8), "algorithm(count)/1 algorithm(count)/1"},
		{bug{name: "Jobs are deleted without their pods, which nobody looks for", client: newCareless}, "happy", []fault{none()}, "3 pods, secret, workflow"},
		{bug{name: "statuses are written without their resource version", wire: forgetful}, "happy", lateAtTheEndOf(1, 12), "the status went backwards"},
		{bug{name: "a stop notice is dropped", sender: dropping}, "happy", []fault{none()}, "+ notices start\n"},
		{bug{name: "a notice has another name at each attempt", sender: renaming}, "notices-get-through-at-last", []fault{none()}, "notice was told as"},
	} {
		t.Run(tc.bug.name, func(t *testing.T) {
			t.Parallel()
			s := readStory(t, "scenarios/"+tc.scenario+".story")
			var found string
			for _, f := range tc.faults {
				if found = shared.play(s, f, tc.bug).differs(s.then); found != "" && strings.Contains(found, tc.shows) {
					t.Logf("%s:\n%s", f.name, found)
					return
				}
			}
			t.Error("nothing was found")
		})
	}
}

// behindAt are faults in which an operator takes over whose view of Workflows alone is old.
func behindAt(from, to int) []fault {
	var faults []fault
	for n := from; n <= to; n++ {
		v := newView(0, 0)
		v.slow = "workflows"
		faults = append(faults, succeeded(n, v))
	}
	return faults
}

// lateJobAfter are faults that let the create of a Job arrive after each of some later writes.
func lateJobAfter(n, from, to int) []fault {
	var faults []fault
	for k := from; k <= to; k++ {
		faults = append(faults, lateJob(n, k))
	}
	return faults
}

// lateAtTheEndOf are faults that let each of some writes arrive when all is over.
func lateAtTheEndOf(from, to int) []fault {
	var faults []fault
	for n := from; n <= to; n++ {
		faults = append(faults, lateAtTheEnd(n))
	}
	return faults
}
