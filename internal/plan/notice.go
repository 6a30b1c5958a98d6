// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"time"

	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// Notice is one of the things that the provider's backend is told.
type Notice string

// The notices of a workflow.
const (
	NoticeStart Notice = "start"
	NoticeStop  Notice = "stop"
)

// Reply is the kind of an answer.
type Reply int

// What may come of sending a notice. Failed is everything that may be better the next time.
const (
	ReplyFailed Reply = iota
	ReplyAccepted
	// ReplyRefused is an answer that says that the receiver does not want this notice, such as 403.
	ReplyRefused
	// ReplyGone is the answer that nobody wants notices there any more: 410.
	ReplyGone
	// ReplyUnsent tells that nobody was asked: what the notice is made from could not be read.
	ReplyUnsent
)

// Answer is what came of one attempt to send a notice.
type Answer struct {
	Attempt int32
	At      time.Time
	Reply   Reply
	// RetryAfter is how long the receiver wants to be left alone; zero if it did not say.
	RetryAfter time.Duration
	// Message says it in a sentence, without secrets. It is cleaned and bounded.
	Message string
}

// acceptedLag is how long the news that a start notice was accepted may wait for another change of the status to be
// written down together with. An operator that dies meanwhile sends the notice again, under the same id.
const acceptedLag = 10 * time.Second

// startIsTold sees to the notice that the workflow began: from its admission, or, where the backend must agree, before.
func startIsTold(d *draft) {
	asked := d.status.StartNotice != nil
	switch {
	case !d.owes(v1alpha1.ConditionStartNotified):
	case !d.Settings.NotifyStart:
		d.settle(v1alpha1.ConditionStartNotified, metav1.ConditionFalse, v1alpha1.ReasonNotConfigured, "the provider wants no such notice any more")
	case d.status.StartTime == nil && !asked && d.settled(v1alpha1.ConditionSucceeded):
		d.settle(v1alpha1.ConditionStartNotified, metav1.ConditionFalse, v1alpha1.ReasonSkipped, "it never began")
	case d.status.StartTime != nil || asked:
		d.tell(NoticeStart)
	}
}

// endIsTold sees to the notice that the workflow ended. The notice of its start is tried first, each time; where that never
// got through, it is given up once the backend knows of the end.
func endIsTold(d *draft) {
	if d.owes(v1alpha1.ConditionStopNotified) && !d.Settings.NotifyStop {
		d.settle(v1alpha1.ConditionStopNotified, metav1.ConditionFalse, v1alpha1.ReasonNotConfigured, "the provider wants no such notice any more")
	}
	if !d.owes(v1alpha1.ConditionStopNotified) || !d.settled(v1alpha1.ConditionSucceeded) {
		return
	}
	if d.owes(v1alpha1.ConditionStartNotified) && !d.startWasTried() {
		d.notice(NoticeStop).DueTime = d.status.CompletionTime
		return
	}
	if d.status.StartTime == nil && !d.mayBelieveItBegan() {
		d.settle(v1alpha1.ConditionStopNotified, metav1.ConditionFalse, v1alpha1.ReasonSkipped, "it never began")
		return
	}
	d.tell(NoticeStop)
	switch {
	case !d.owes(v1alpha1.ConditionStartNotified):
	case d.isTrue(v1alpha1.ConditionStopNotified):
		d.giveUp(NoticeStart, v1alpha1.ReasonOvertaken, "the stop notice was accepted first: "+d.status.StartNotice.Message)
	default:
		d.tell(NoticeStart) // What the stop was answered may have given it its turn.
	}
}

// mayBelieveItBegan tells that the backend was told of a start that did not come about. One that was not answered may have
// been accepted all the same.
func (d *draft) mayBelieveItBegan() bool {
	c := meta.FindStatusCondition(d.status.Conditions, v1alpha1.ConditionStartNotified)
	return wasSent(d.status.StartNotice) && c.Reason != v1alpha1.ReasonStartRefused && c.Reason != v1alpha1.ReasonGone
}

// tell takes in the answer to a notice's last attempt, and asks for the next one when it is due.
func (d *draft) tell(n Notice) {
	st := d.notice(n)
	if st.DueTime == nil {
		st.DueTime = d.now()
	}
	if a, ok := d.Answers[n]; ok && a.Attempt == st.Attempts+1 {
		if d.mayWait(n, a) {
			d.wake(a.At.Add(acceptedLag))
			return
		}
		d.hear(n, st, a)
	}
	if !d.owes(conditionOfNotice(n)) {
		return
	}
	end, due := st.DueTime.Add(d.Settings.NoticeRetryTime), d.noticeDue(n, st)
	switch {
	case st.Attempts > 0 && !d.Now.Before(end):
		d.giveUp(n, v1alpha1.ReasonUndeliverable, "it was tried for as long as NOTIFY_RETRY_TIME allows: "+st.Message)
	case n == NoticeStart && d.isStopsTurn():
	case d.Now.Before(due):
		d.wake(due)
		d.wake(end)
	default:
		d.send(n, st.Attempts+1)
	}
}

// mayWait tells that the only news is that a start was accepted.
func (d *draft) mayWait(n Notice, a Answer) bool {
	return n == NoticeStart && a.Reply == ReplyAccepted && !d.asking() && d.Now.Before(a.At.Add(acceptedLag)) &&
		!d.settled(v1alpha1.ConditionSucceeded) && equality.Semantic.DeepEqual(d.status, d.Workflow.Status)
}

// hear writes down what came of an attempt.
func (d *draft) hear(n Notice, st *v1alpha1.NoticeStatus, a Answer) {
	st.Attempts, st.LastAttemptTime, st.NextAttemptTime = a.Attempt, timeOf(a.At), nil
	st.Message = clip(a.Message)
	st.Unsent++
	if a.Reply != ReplyUnsent {
		st.Unsent = 0
	}
	switch {
	case a.Reply == ReplyAccepted:
		d.settle(conditionOfNotice(n), metav1.ConditionTrue, v1alpha1.ReasonDelivered, "")
	case a.Reply == ReplyGone:
		d.giveUp(n, v1alpha1.ReasonGone, "the receiver wants no more notices: "+a.Message)
	case a.Reply == ReplyRefused && n == NoticeStart && d.asking():
		d.giveUp(n, v1alpha1.ReasonStartRefused, a.Message)
	default:
		d.set(conditionOfNotice(n), metav1.ConditionUnknown, v1alpha1.ReasonRetrying, st.Message)
		st.NextAttemptTime = timeOf(a.At.Add(max(a.RetryAfter, noticePause(d.Workflow.UID, n, a.Attempt))))
	}
}

func (d *draft) giveUp(n Notice, reason, message string) {
	d.notice(n).NextAttemptTime = nil
	d.settle(conditionOfNotice(n), metav1.ConditionFalse, reason, clip(message))
}

// Settled are the notices that are accepted, given up or wanted by nobody. None of them may be sent any more, also if it was
// asked for before.
func Settled(status v1alpha1.WorkflowStatus) []Notice {
	var settled []Notice
	for _, n := range []Notice{NoticeStart, NoticeStop} {
		if c := meta.FindStatusCondition(status.Conditions, conditionOfNotice(n)); c != nil && c.Status != metav1.ConditionUnknown {
			settled = append(settled, n)
		}
	}
	return settled
}

// owes tells that a notice is wanted and not settled.
func (d *draft) owes(condition string) bool {
	c := meta.FindStatusCondition(d.status.Conditions, condition)
	return c.Status == metav1.ConditionUnknown && c.Reason != v1alpha1.ReasonNotConfigured
}

func (d *draft) owesNotices() bool {
	return d.owes(v1alpha1.ConditionStartNotified) || d.owes(v1alpha1.ConditionStopNotified)
}

// noticesSettled is when the last of the notices was accepted or given up.
func (d *draft) noticesSettled() (last time.Time) {
	for _, n := range []Notice{NoticeStart, NoticeStop} {
		c := meta.FindStatusCondition(d.status.Conditions, conditionOfNotice(n))
		if c.Status != metav1.ConditionUnknown && c.LastTransitionTime.After(last) {
			last = c.LastTransitionTime.Time
		}
	}
	return last
}

func (d *draft) notice(n Notice) *v1alpha1.NoticeStatus {
	if n == NoticeStart {
		return orNew(&d.status.StartNotice)
	}
	return orNew(&d.status.StopNotice)
}

func conditionOfNotice(n Notice) string {
	if n == NoticeStart {
		return v1alpha1.ConditionStartNotified
	}
	return v1alpha1.ConditionStopNotified
}
