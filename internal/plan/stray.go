// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

// strayed speaks until no stray is alive: one that still computed while its outputs are published, or beside the next
// attempt, would be a step that runs twice. One on a node that cannot be reached is not waited for without end.
func strayed(d *draft) bool {
	spoken := false
	for _, s := range d.Strays {
		if s.Run.State != RunLeaving {
			d.do(EndJob{Step: s.Step, Attempt: s.Attempt})
			spoken = true
			continue
		}
		lost := s.Run.GoneBy.Add(d.Settings.NodeLost)
		if s.Run.GoneBy.IsZero() {
			spoken = true
		} else if d.Now.Before(lost) {
			d.wake(lost)
			spoken = true
		}
	}
	return spoken
}

// orphansGo takes away pods that somebody parted from their Jobs, or whose Jobs somebody deleted and a finalizer keeps: no stop and
// no limit would reach them through the Job. Such an attempt counts as leaving until its pod is gone.
// Of a run that is over, and whose objects are kept for a look inside, they stay like the others.
func orphansGo(d *draft) {
	if !d.Children.Orphans || d.over && d.Settings.KeepChildren {
		return
	}
	d.do(DeleteOrphans{})
}
