// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"bytes"
	"reflect"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// decide asks twice: the same World gives the same Decision, and is left as it was.
func (w *walk) decide() Decision {
	shown := w.world.world()
	before := shown.Workflow.DeepCopy()
	d, again := Next(shown), Next(shown)
	if !reflect.DeepEqual(d, again) {
		w.fatalf("the same world gave two decisions:\n%s", cmp.Diff(d, again))
	}
	if !reflect.DeepEqual(before, shown.Workflow) {
		w.fatalf("the plan changed what it was shown:\n%s", cmp.Diff(before, shown.Workflow))
	}
	return d
}

// checkDecision holds a decision against the status before it.
func (w *walk) checkDecision(d Decision) {
	w.checkConditions(d.Status)
	w.checkStepsOnlyGoForward(d.Status)
	if !d.WakeAt.IsZero() && !d.WakeAt.After(w.now) {
		w.fatalf("it asks to be woken in the past, at %s: %s", d.WakeAt, w.line(d))
	}
	before := w.wf.Status
	if before.StopReq != v1alpha1.StopNone && before.StopReq != d.Status.StopReq {
		w.fatalf("stopReq went from %d to %d", before.StopReq, d.Status.StopReq)
	}
	if w.settledIn(v1alpha1.ConditionSucceeded) {
		is := asItEnded(d.Status, d.Status.PublishRequestedAt != "")
		is.ObservedGeneration = before.ObservedGeneration
		if was := asItEnded(before, d.Status.PublishRequestedAt != ""); !bytes.Equal(w.stored(was), w.stored(is)) {
			w.fatalf("the status of a finished workflow changed:\n%s", cmp.Diff(was, is))
		}
	}
	for _, a := range d.Actions {
		w.checkIntentIsRecorded(d.Status, a)
	}
}

// asItEnded is a status but for what a receiver has its part in, and for what publishing on request changes.
func asItEnded(s v1alpha1.WorkflowStatus, onRequest bool) v1alpha1.WorkflowStatus {
	s = *s.DeepCopy()
	s.StartNotice, s.StopNotice = nil, nil
	meta.RemoveStatusCondition(&s.Conditions, v1alpha1.ConditionStartNotified)
	meta.RemoveStatusCondition(&s.Conditions, v1alpha1.ConditionStopNotified)
	if onRequest {
		s.PublishRequestedAt, s.Publish, s.Outputs, s.Manifest = "", nil, nil, nil
		meta.RemoveStatusCondition(&s.Conditions, v1alpha1.ConditionPublished)
	}
	return s
}

// checkConditions: all of them are there from first sight, each with a reason, and a settled one stays as it is.
func (w *walk) checkConditions(after v1alpha1.WorkflowStatus) {
	for _, t := range v1alpha1.ConditionTypes() {
		is, was := meta.FindStatusCondition(after.Conditions, t), meta.FindStatusCondition(w.wf.Status.Conditions, t)
		switch {
		case is == nil || is.Reason == "":
			w.fatalf("condition %s is missing or has no reason", t)
		case was == nil || was.Status == metav1.ConditionUnknown:
		case t == v1alpha1.ConditionPublished && was.Status == metav1.ConditionFalse && is.Status == metav1.ConditionTrue && after.PublishRequestedAt != "":
			// It was published when somebody asked for it.
		case was.Status != is.Status || was.Reason != is.Reason || was.Message != is.Message || !was.LastTransitionTime.Equal(&is.LastTransitionTime):
			w.fatalf("settled condition %s changed:\n%s", t, cmp.Diff(was, is))
		}
	}
}

// checkStepsOnlyGoForward: one step at most is under way, attempts only grow, closed steps stay as they are.
func (w *walk) checkStepsOnlyGoForward(after v1alpha1.WorkflowStatus) {
	var underWay []string
	for _, s := range allSteps(w.wf) {
		is, was := statusOf(after, s), statusOf(w.wf.Status, s)
		if isUnderWay(is.State) {
			underWay = append(underWay, s.String())
		}
		switch {
		case is.Attempts < was.Attempts || is.Attempts > was.Attempts+1 || is.SystemFailures < was.SystemFailures:
			w.fatalf("%s went from %d attempts to %d, from %d system failures to %d",
				s, was.Attempts, is.Attempts, was.SystemFailures, is.SystemFailures)
		case s == publishStep && after.PublishRequestedAt != w.wf.Status.PublishRequestedAt:
		case was.State != "" && !isUnderWay(was.State) && !equality.Semantic.DeepEqual(was, is):
			w.fatalf("closed step %s changed:\n%s", s, cmp.Diff(was, is))
		case was.State != "" && is.State == "":
			w.fatalf("%s was forgotten", s)
		case len(is.Message) > 1024 || len(is.Reason) > 64:
			w.fatalf("%s says more than the schema lets it", s)
		}
	}
	if len(underWay) > 1 {
		w.fatalf("%v are under way together", underWay)
	}
}

// checkIntentIsRecorded: what is done to a Job stands in the status that is recorded before it.
func (w *walk) checkIntentIsRecorded(status v1alpha1.WorkflowStatus, a Action) {
	switch a := a.(type) {
	case CreateJob:
		if st := statusOf(status, a.Step); st.State != v1alpha1.StepActive || st.Attempts != a.Attempt {
			w.fatalf("%s, but the status has %d attempts and state %q", a, st.Attempts, st.State)
		}
	case EndJob:
		if w.late[attemptName(a.Step, a.Attempt)] {
			return
		}
		if st := statusOf(status, a.Step); st.State != v1alpha1.StepEnding || st.Attempts != a.Attempt {
			w.fatalf("%s, but the status has %d attempts and state %q", a, st.Attempts, st.State)
		}
	case SendNotice:
		st := (&draft{status: status}).notice(a.Notice)
		if st.DueTime == nil || st.Attempts+1 != a.Attempt {
			w.fatalf("%s, but the status has %d attempts, due at %s", a, st.Attempts, st.DueTime)
		}
		owesStart := (&draft{status: status}).owes(v1alpha1.ConditionStartNotified)
		if a.Notice == NoticeStop && (!settledIn(status, v1alpha1.ConditionSucceeded) || owesStart && !wasSent(status.StartNotice)) {
			w.fatalf("%s, before the end or before the start was told", a)
		}
	case DeleteDocument:
		if (&draft{status: status}).owesNotices() {
			w.fatalf("%s while a notice is owed", a)
		}
	case DeleteChildren, DeleteWorkflow:
		if settledIn(status, v1alpha1.ConditionSucceeded) {
			return
		}
		w.fatalf("%s, but the workflow is not finished", a)
	}
}

// checkAction: a Job is created only when no other attempt of any step may still be alive. So no step runs twice at a
// time, and publish never begins before every algorithm has ended.
func (w *walk) checkAction(a Action) {
	if n, ok := a.(SendNotice); ok {
		w.checkTurn(n.Notice)
	}
	create, ok := a.(CreateJob)
	if !ok {
		return
	}
	own := attemptName(create.Step, create.Attempt)
	for name, run := range w.runs {
		if (w.late[name] || run.Held) && givenUp(run, w.now, w.settings) {
			continue
		}
		if alive(run) && name != own {
			w.fatalf("%s while %s may still be alive", a, name)
		}
	}
}

// checkTurn: the two notices of a workflow are never on their way together, so none overtakes the other.
func (w *walk) checkTurn(n Notice) {
	other := map[Notice]Notice{NoticeStart: NoticeStop, NoticeStop: NoticeStart}[n]
	if sent, ok := w.sent[other]; ok {
		w.fatalf("the %s notice is sent while the answer to %s is awaited", n, sent)
	}
}

// givenUp tells that a pod has outlived its time for so long that its node counts as lost, or a Job without one that it is held.
func givenUp(run Run, now time.Time, s Settings) bool {
	return run.State == RunLeaving && !run.GoneBy.IsZero() && !now.Before(run.GoneBy.Add(s.NodeLost))
}

// checkFixpoint: once recorded, a decision is the same again, so a crash before its actions loses none of them. What the
// API server had refused is answered by then.
func (w *walk) checkFixpoint(d Decision, changed bool) {
	shown := w.world.world()
	if changed {
		shown.Refusal = nil
	}
	again := Next(shown)
	if !bytes.Equal(w.kept, w.stored(again.Status)) {
		w.fatalf("the next decision on the same world changes the status again:\n%s", cmp.Diff(w.wf.Status, again.Status))
	}
	if asked := w.needed(d.Actions); !slices.Equal(asked, again.Actions) {
		w.fatalf("after a crash other actions are asked for:\n%s", cmp.Diff(asked, again.Actions))
	}
	if len(again.Events) > 0 {
		w.fatalf("events would be told twice: %v", again.Events)
	}
}

// needed are the actions without which something would be left. At its end a workflow is cleaned up unseen, for what was made
// last; where nothing ever was made, a crash before that leaves nothing.
func (w *walk) needed(actions []Action) []Action {
	if len(w.made) > 0 || w.children != (Children{}) {
		return actions
	}
	return slices.DeleteFunc(slices.Clone(actions), func(a Action) bool { _, ok := a.(DeleteChildren); return ok })
}

// checkItWillGoOn: whoever rests waits for a time or for something that is sure to come about.
func (w *walk) checkItWillGoOn() {
	if !w.wakeAt.IsZero() || w.settledIn(v1alpha1.ConditionSucceeded) && !w.owed() || len(w.sent) > 0 || !w.settledIn(v1alpha1.ConditionAdmitted) && (w.wf.Spec.Suspend || w.queue != Queue{} || w.awaitsIsolation()) {
		return
	}
	for _, run := range w.runs {
		if run.State == RunLeaving {
			return
		}
	}
	w.fatalf("it rests for ever")
}

// awaitsIsolation: the probes are tried again and again.
func (w *walk) awaitsIsolation() bool {
	return w.isolated.Awaited || w.settings.RequireIsolation && !w.isolated.Proven
}

// checkEnd: the summary agrees with the steps, every event was told once, and nothing is left behind.
func (w *walk) checkEnd() {
	status := w.wf.Status
	succeeded := meta.IsStatusConditionTrue(status.Conditions, v1alpha1.ConditionSucceeded)
	for _, s := range allSteps(w.wf) {
		st := statusOf(status, s)
		if isUnderWay(st.State) {
			w.fatalf("it is finished while %s is %s", s, st.State)
		}
		if succeeded && st.State != v1alpha1.StepSucceeded && s != filterStep {
			w.fatalf("it succeeded although %s is %q", s, st.State)
		}
	}
	if published := meta.IsStatusConditionTrue(status.Conditions, v1alpha1.ConditionPublished); published != (status.Manifest != nil) {
		w.fatalf("published is %v with manifest %v", published, status.Manifest)
	}
	if ends := []v1alpha1.Phase{v1alpha1.PhaseSucceeded, v1alpha1.PhaseFailed, v1alpha1.PhaseStopped}; !slices.Contains(ends, status.Phase) {
		w.fatalf("it ended in phase %s", status.Phase)
	}
	most := len(v1alpha1.ConditionTypes())
	if status.PublishRequestedAt != "" {
		most++ // It may have been published after all.
	}
	if w.events > most {
		w.fatalf("it told %d events, more than there are conditions", w.events)
	}
	for range 3 { // Retention and TTL, if there are any.
		if !w.gone && !w.wakeAt.IsZero() {
			w.do("its time comes")
			w.rest()
		}
	}
	if !w.gone && !w.settings.KeepChildren && w.children != (Children{}) {
		w.fatalf("it left behind %+v", w.children)
	}
	if w.wf.Spec.TTLSecondsAfterFinished != nil && !w.gone {
		w.fatalf("it outlived its TTL")
	}
}

func isUnderWay(state v1alpha1.StepState) bool {
	return state == v1alpha1.StepActive || state == v1alpha1.StepEnding
}

// statusOf is what a status says of a step; of one that it does not know, nothing.
func statusOf(status v1alpha1.WorkflowStatus, s Step) v1alpha1.StepStatus {
	d := &draft{status: status}
	if d.stateOf(s) == "" {
		return v1alpha1.StepStatus{}
	}
	return *d.stepStatus(s)
}
