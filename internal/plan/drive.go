// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// drive brings a step forward and tells whether it is closed.
//
//	(none) ──begin──▶ Active ──its pod ends──▶ Succeeded | Failed
//	                   │  ▲ └─ another attempt ─┘
//	                   └─end──▶ Ending ──its pod is gone──▶ Failed | Stopped
func (d *draft) drive(s Step) (closed bool) {
	st := d.stepStatus(s)
	switch st.State {
	case "":
		return d.attempt(s, st)
	case v1alpha1.StepActive:
		return d.follow(s, st)
	case v1alpha1.StepEnding:
		return d.seeOut(s, st)
	case v1alpha1.StepSucceeded, v1alpha1.StepFailed, v1alpha1.StepStopped, v1alpha1.StepSkipped:
	}
	return true
}

// attempt records a new attempt of a step, and only then asks for its Job. Why the one before failed is kept: whoever asks
// during the new one what is wrong finds it there. A step that may not have another attempt is closed by its last one.
func (d *draft) attempt(s Step, st *v1alpha1.StepStatus) (closed bool) {
	if why := d.withheld(s); why != nil && why.Final {
		return d.bar(st, *why)
	}
	next := v1alpha1.StepStatus{
		State:          v1alpha1.StepActive,
		Attempts:       st.Attempts + 1,
		SystemFailures: st.SystemFailures,
		AttemptTime:    d.now(),
	}
	if st.Reason != "" && st.Attempts > 0 {
		next.LastFailure = clip(st.Reason + ": " + st.Message)
	}
	*st = next
	return d.create(s, st)
}

// create asks for the Job of the recorded attempt, and before it for what every Job needs, unless the Job may not be made.
func (d *draft) create(s Step, st *v1alpha1.StepStatus) (closed bool) {
	switch why := d.withheld(s); {
	case why == nil:
	case why.Final, d.overdue(st):
		return d.bar(st, *why)
	default:
		d.waiting(st, why.Reason, why.Message)
		d.wake(d.pendingDeadline(st))
		d.wake(d.Now.Add(refusalPause))
		return false
	}
	if s == configureStep && !d.wasAsked() {
		d.do(CreateChildren{})
	}
	d.do(CreateJob{Step: s, Attempt: st.Attempts})
	d.wake(d.pendingDeadline(st))
	return false
}

// follow looks at the attempt that runs.
func (d *draft) follow(s Step, st *v1alpha1.StepStatus) (closed bool) {
	run := d.believed(d.Runs[s])
	if d.outdated(st, run) {
		return false
	}
	switch run.State {
	case RunAbsent:
		return d.followAbsent(s, st, run)
	case RunSuspended:
		return d.followSuspended(s, st, run)
	case RunPending:
		return d.followPending(s, st, run)
	case RunRunning:
		return d.followRunning(s, st, run)
	case RunSucceeded:
		if s == filterStep && !run.proven() {
			return d.fail(s, st, run)
		}
		return d.succeed(s, st, run)
	case RunFailed:
		return d.fail(s, st, run)
	case RunLeaving:
		return d.leaving(s, run)
	}
	return false
}

// believed takes an attempt for absent once its time to go is over if only its Job is left: such a Job makes no pod any more,
// and whoever keeps it from going with a finalizer may do so without end.
func (w World) believed(run Run) Run {
	if run.State != RunLeaving || !run.Held || w.Now.Before(run.GoneBy.Add(w.Settings.NodeLost)) {
		return run
	}
	return Run{Held: true}
}

// leaving waits for a pod that is being deleted. One that outlives its time is on a node that cannot be reached: it may
// still run, so there is never a second one, and what it wrote stays where it is.
func (d *draft) leaving(s Step, run Run) (closed bool) {
	noteStart(d.stepStatus(s), run)
	if run.GoneBy.IsZero() {
		return false
	}
	lost := run.GoneBy.Add(d.Settings.NodeLost)
	if d.Now.Before(lost) {
		d.wake(lost)
		return false
	}
	st := d.stepStatus(s)
	d.note(st, run)
	st.State = v1alpha1.StepFailed
	st.Reason, st.Message = v1alpha1.ReasonNodeLost, "the node of its pod cannot be reached; the pod may still be running there"
	return true
}

// outdated tells that an attempt is shown as it was before what is recorded of it: a cache can be older than the uncached
// read that a record was made from. It catches up and calls again. What still stands there after the time that a start may
// take is no old view but another pod, and is believed.
func (d *draft) outdated(st *v1alpha1.StepStatus, run Run) bool {
	known := st.CompletionTime
	if run.State == RunPending && known == nil {
		known = st.StartTime
	}
	if known == nil || run.State != RunPending && run.State != RunRunning {
		return false
	}
	believed := known.Add(d.Settings.PendingTimeout)
	if !d.Now.Before(believed) {
		return false
	}
	d.wake(believed)
	return true
}

// followAbsent creates the Job that was recorded but is not there. One that is known to have started has lost its pod to
// somebody else: that is a failure of the system, and what it left behind is not clean, so it takes a new attempt. So does
// one whose time to start is over, for a Job made now would be overdue at once; but where the record says that it was refused
// all the time, that is why it has none, also to an operator that did not hear of it itself. The name of a Job that is held is
// taken, so that in its place too comes a new attempt.
func (d *draft) followAbsent(s Step, st *v1alpha1.StepStatus, run Run) (closed bool) {
	f := failure{system: true, reason: v1alpha1.ReasonSystemFailure}
	switch {
	case st.CompletionTime != nil: // It failed, and its Job was taken away while it waited for its next attempt.
		f.reason, f.message = st.Reason, st.Message
		f.system = s != publishStep || st.Reason == v1alpha1.ReasonSystemFailure
	case st.StartTime != nil:
		f.message = "while it ran its Job or pod was deleted, or its Job suspended"
	case run.Held:
		f.message = "its Job was deleted before it ran, and a finalizer keeps the Job from going"
	case d.overdue(st) && st.Reason == v1alpha1.ReasonRefused:
		d.end(s, st.Reason, st.Message)
		return d.drive(s)
	case d.overdue(st) && d.withheld(s) == nil:
		f.message = "its Job was not there when its time to start was over: it was deleted, or could not be made"
	default:
		return d.create(s, st)
	}
	return d.again(s, st, f)
}

// followSuspended meets a Job that somebody else has suspended. Before its process started that is one more thing that it
// may wait for; one that ran has lost its pod.
func (d *draft) followSuspended(s Step, st *v1alpha1.StepStatus, run Run) (closed bool) {
	if st.StartTime == nil && st.CompletionTime == nil {
		return d.followPending(s, st, run)
	}
	return d.followAbsent(s, st, run)
}

func (d *draft) followPending(s Step, st *v1alpha1.StepStatus, run Run) (closed bool) {
	if s == configureStep && d.Children.Missing {
		d.do(CreateChildren{})
	}
	w := waitingFor(run)
	d.waiting(st, w.reason, w.message)
	if d.overdue(st) || w.forever {
		d.end(s, w.reason, w.message)
		return d.drive(s)
	}
	d.wake(d.pendingDeadline(st))
	return false
}

// followRunning notes when an algorithm's process started: a consumer wants to know, and a Job that vanishes later is
// then known to have run. For the other steps that write is spared, unless what they waited for would stay on show.
func (d *draft) followRunning(s Step, st *v1alpha1.StepStatus, run Run) (closed bool) {
	if st.StartTime == nil && (s.Kind == v1alpha1.StepAlgorithm || st.Reason != "") {
		st.StartTime, st.ImageID = timeOf(run.StartedAt), clipTo(run.ImageID, maxImageID)
		st.Reason, st.Message = "", ""
	}
	deadline := run.StartedAt.Add(d.timeLimit(s))
	if d.Now.Before(deadline) {
		d.wake(deadline)
		return false
	}
	if s.Kind == v1alpha1.StepAlgorithm {
		d.status.StopReq = v1alpha1.StopTimedOut
	}
	d.end(s, v1alpha1.ReasonDeadlineExceeded, "it ran longer than its time limit")
	return d.drive(s)
}

// end begins to take an attempt away. Its reason is kept, for the step closes only when the pod is gone.
func (d *draft) end(s Step, reason, message string) {
	st := d.stepStatus(s)
	st.State = v1alpha1.StepEnding
	st.Reason, st.Message = reason, clip(message)
	if t := timeOf(d.Runs[s].StartedAt); t != nil {
		st.StartTime = t
	}
}

// seeOut waits until nothing of an ending attempt runs any more, and closes its step. Its process may have started only
// after its end was decided, or without being seen in time: what ran left something behind.
func (d *draft) seeOut(s Step, st *v1alpha1.StepStatus) (closed bool) {
	run := d.believed(d.Runs[s])
	noteStart(st, run)
	switch run.State {
	case RunPending, RunRunning:
		d.do(EndJob{Step: s, Attempt: st.Attempts})
		return false
	case RunLeaving:
		return d.leaving(s, run)
	case RunSucceeded:
		if s == publishStep { // It was done before its end came: what is published is published.
			return d.succeed(s, st, run)
		}
		d.note(st, run)
	case RunFailed:
		d.note(st, run)
	case RunAbsent, RunSuspended:
		d.note(st, Run{})
	}
	if s == publishStep {
		taken := st.Reason == v1alpha1.ReasonNameTaken
		return d.again(s, st, failure{final: taken, reason: st.Reason, message: st.Message})
	}
	st.State = v1alpha1.StepFailed
	if st.Reason == v1alpha1.ReasonStopped {
		st.State = v1alpha1.StepStopped
	}
	return true
}

func (d *draft) succeed(s Step, st *v1alpha1.StepStatus, run Run) (closed bool) {
	d.note(st, run)
	if s == publishStep && (run.Reported == nil || run.Reported.Manifest == nil) {
		return d.again(s, st, failure{reason: v1alpha1.ReasonPublishFailed, message: "publish ended without saying what it published"})
	}
	if s == configureStep {
		d.takeAlgorithms(run)
		if f, refused := d.codeRefusal(run); refused {
			return d.again(s, st, f)
		}
	}
	st.State = v1alpha1.StepSucceeded
	st.Reason, st.Message = v1alpha1.ReasonCompleted, ""
	return true
}

// skip closes a step that never begins.
func (d *draft) skip(s Step, reason string) {
	st := d.stepStatus(s)
	st.State, st.Reason = v1alpha1.StepSkipped, reason
}

// noteStart writes down that a process started which is seen for the first time when it is already being ended: once its pod
// is gone, nothing else tells that the attempt ran.
func noteStart(st *v1alpha1.StepStatus, run Run) {
	if st.StartTime == nil {
		st.StartTime = timeOf(run.StartedAt)
	}
}

// note writes down how an attempt's process ended. What is known already is not forgotten when the pod is gone and only
// its Job can be asked, and an end that nobody saw is dated once: pauses are counted from it.
func (d *draft) note(st *v1alpha1.StepStatus, run Run) {
	if run.ExitCode != nil {
		st.ExitCode = run.ExitCode
	}
	if t := timeOf(run.StartedAt); t != nil && (!run.JobOnly || st.StartTime == nil) {
		st.StartTime = t
	}
	if t := timeOf(run.FinishedAt); t != nil {
		st.CompletionTime = t
	}
	if st.CompletionTime == nil {
		st.CompletionTime = d.now()
	}
	if run.ImageID != "" {
		st.ImageID = clipTo(run.ImageID, maxImageID)
	}
}

// waiting shows what a step waits for. It is written when the reason changes, not with every new wording of it. That a pod
// takes its time is not worth a write, unless something else would stay on show that is no longer so.
func (d *draft) waiting(st *v1alpha1.StepStatus, reason, message string) {
	if reason == v1alpha1.ReasonWaitingForPod {
		reason, message = "", ""
	}
	if reason == st.Reason {
		return
	}
	st.Reason, st.Message = reason, clip(message)
}

// timeOf is nil for a time that is not known. The kubelet says 1970 of a container that never started.
func timeOf(t time.Time) *metav1.Time {
	if t.Unix() <= 0 {
		return nil
	}
	return new(metav1.NewTime(t))
}
