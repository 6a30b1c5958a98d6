// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// deleted leaves a workflow that is being deleted alone: its children have it as their owner and go with it.
func deleted(d *draft) bool {
	return !d.Workflow.DeletionTimestamp.IsZero()
}

// finish settles the summary.
func finish(d *draft) bool {
	status, reason, message := d.outcome()
	d.set(v1alpha1.ConditionSucceeded, status, reason, message)
	// What was made last may not be on show yet, so what was admitted is cleaned up unseen.
	begun := d.isTrue(v1alpha1.ConditionAdmitted) || d.status.StartNotice != nil
	d.Children.Jobs, d.Children.Claims = d.Children.Jobs || begun, d.Children.Claims || begun
	return finished(d)
}

// finished looks after a workflow that has reached its end.
func finished(d *draft) bool {
	if !d.settled(v1alpha1.ConditionSucceeded) {
		return false
	}
	if d.status.CompletionTime == nil {
		d.status.CompletionTime = d.now()
	}
	d.over = true
	return true
}

// nothingIsLeft takes away what is left of a workflow that is over, and itself when it has been shown for long enough.
func nothingIsLeft(d *draft) {
	if !d.over {
		return
	}
	d.cleanUp()
	if ttl := d.Workflow.Spec.TTLSecondsAfterFinished; ttl != nil {
		d.expire(time.Duration(*ttl) * time.Second)
	}
}

// republished publishes once more what could not be published, when somebody asks for it while the volume is kept. How
// the run ended stays as it was told.
func republished(d *draft) bool {
	if !d.settled(v1alpha1.ConditionSucceeded) {
		return false
	}
	if state := d.stateOf(publishStep); state == v1alpha1.StepActive || state == v1alpha1.StepEnding {
		rejected(d)
		if !d.drive(publishStep) {
			return true
		}
		d.takeOutputs()
		if d.stateOf(publishStep) == v1alpha1.StepSucceeded {
			d.set(v1alpha1.ConditionPublished, metav1.ConditionTrue, v1alpha1.ReasonCompleted, "published again when it was asked for")
		}
	}
	return d.publishOnceMore()
}

// publishOnceMore answers a request that was not answered yet, also one that came while the one before it was.
func (d *draft) publishOnceMore() bool {
	if state := d.stateOf(publishStep); state != v1alpha1.StepFailed && state != v1alpha1.StepSkipped {
		return false
	}
	asked := clipTo(d.Workflow.Annotations[v1alpha1.AnnotationPublishRequestedAt], maxRequest)
	if asked == "" || asked == d.status.PublishRequestedAt || !d.Now.Before(d.retentionEnd()) {
		return false
	}
	writes := func(s Stray) bool { return !s.Run.Held }
	if slices.ContainsFunc(d.Strays, writes) { // On a lost node something may still write to the volume. Its end calls again.
		return false
	}
	d.status.PublishRequestedAt = asked
	d.attempt(publishStep, d.stepStatus(publishStep))
	return true
}

// maxRequest is how much of the annotation's value is remembered.
const maxRequest = 64

// expire deletes the workflow once its time is over. That begins when all is over that people may still want to read of:
// the run, its notices, and the time for which results that could not be published are kept, or that they were published
// after all.
func (d *draft) expire(ttl time.Duration) {
	if d.owesNotices() {
		return // Their end is a decision of its own, and this is asked again.
	}
	begin := d.status.CompletionTime.Time
	for _, later := range []time.Time{d.retentionEnd(), d.noticesSettled(), d.publishedAt()} {
		if later.After(begin) {
			begin = later
		}
	}
	if at := begin.Add(ttl); d.Now.Before(at) {
		d.wake(at)
		return
	}
	d.do(DeleteWorkflow{})
}

// publishedAt is when the results were published; zero if they were not.
func (d *draft) publishedAt() time.Time {
	c := meta.FindStatusCondition(d.status.Conditions, v1alpha1.ConditionPublished)
	if c.Status != metav1.ConditionTrue {
		return time.Time{}
	}
	return c.LastTransitionTime.Time
}

// cleanUp asks for what is left to be deleted. Results that could not be published stay on their volume for a while.
func (d *draft) cleanUp() {
	if d.Settings.KeepChildren {
		return
	}
	keep := d.Now.Before(d.retentionEnd())
	if keep {
		d.wake(d.retentionEnd())
	}
	c := d.Children
	if c.Jobs || (c.Claims && !keep) {
		d.do(DeleteChildren{KeepVolumes: keep})
	}
	if c.Document && !keep && !d.owesNotices() {
		d.do(DeleteDocument{})
	}
}

// retentionEnd is until when results that could not be published are kept; zero if there are none.
func (d *draft) retentionEnd() time.Time {
	c := meta.FindStatusCondition(d.status.Conditions, v1alpha1.ConditionPublished)
	if c.Status != metav1.ConditionFalse || c.Reason == v1alpha1.ReasonSkipped {
		return time.Time{}
	}
	return d.status.CompletionTime.Add(d.Settings.ResultsRetention)
}

// outcome is the summary of the other conditions: the first of them that is False tells why.
func (d *draft) outcome() (metav1.ConditionStatus, string, string) {
	if d.status.StopReq == v1alpha1.StopRequested {
		return metav1.ConditionFalse, v1alpha1.ReasonStopped, "it was stopped by spec.stop"
	}
	for _, t := range decisive {
		c := meta.FindStatusCondition(d.status.Conditions, t)
		if d.filledVolume(t, c.Reason) {
			return metav1.ConditionFalse, v1alpha1.ReasonDiskFull, clip("the data volume is full: raise volumeSize or write less; " + c.Message)
		}
		if c.Status == metav1.ConditionFalse && c.Reason != v1alpha1.ReasonSkipped {
			return metav1.ConditionFalse, c.Reason, advised(t, c.Reason, c.Message)
		}
	}
	return metav1.ConditionTrue, v1alpha1.ReasonCompleted, "all stages ran and their results are published"
}

// decisive are the conditions that the summary is made of, in the order in which they come about.
var decisive = []string{
	v1alpha1.ConditionAdmitted, v1alpha1.ConditionConfigured, v1alpha1.ConditionAlgorithmCompleted,
	v1alpha1.ConditionFiltered, v1alpha1.ConditionPublished,
}
