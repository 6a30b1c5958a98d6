// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// draft is a decision in the making: the World, and the status as it shall stand.
type draft struct {
	World

	status v1alpha1.WorkflowStatus
	// over tells that nothing is left to do but to clear up.
	over    bool
	actions []Action
	wakeAt  time.Time
}

func newDraft(w World) *draft {
	d := &draft{World: w, status: *w.Workflow.Status.DeepCopy()}
	for _, t := range v1alpha1.ConditionTypes() {
		if meta.FindStatusCondition(d.status.Conditions, t) == nil {
			d.set(t, metav1.ConditionUnknown, d.firstReason(t), "")
		}
	}
	for _, stage := range w.Workflow.Spec.Stages {
		if d.stageStatus(stage.Name) == nil {
			d.status.Stages = append(d.status.Stages, v1alpha1.StageStatus{Name: stage.Name})
		}
	}
	return d
}

// firstReason is what a condition says before anything has happened. A notice that nobody wants is not pending.
func (d *draft) firstReason(condition string) string {
	unwanted := condition == v1alpha1.ConditionStartNotified && !d.Settings.NotifyStart ||
		condition == v1alpha1.ConditionStopNotified && !d.Settings.NotifyStop
	if unwanted {
		return v1alpha1.ReasonNotConfigured
	}
	return v1alpha1.ReasonPending
}

// decision completes the draft: what is derived for people comes last.
func (d *draft) decision(ruleName string) Decision {
	d.summarise()
	d.status.ObservedGeneration = d.Workflow.Generation
	for _, tell := range beside {
		tell(d)
	}
	if d.Refusal != nil && len(d.actions) > 0 {
		d.wake(d.Now.Add(refusalPause))
	}
	return Decision{
		Rule:    ruleName,
		Status:  d.status,
		Actions: d.actions,
		WakeAt:  d.wakeAt,
		Events:  eventsBetween(d.Workflow.Status, d.status),
	}
}

func (d *draft) do(a Action) { d.actions = append(d.actions, a) }

// wake asks to be called again at t, if nothing happens before.
func (d *draft) wake(t time.Time) {
	if d.wakeAt.IsZero() || t.Before(d.wakeAt) {
		d.wakeAt = t
	}
}

func (d *draft) now() *metav1.Time { return new(metav1.NewTime(d.Now)) }

// set is the one place that conditions are written in: whatever a message is made of, it is fit to be shown.
func (d *draft) set(condition string, status metav1.ConditionStatus, reason, message string) {
	meta.SetStatusCondition(&d.status.Conditions, metav1.Condition{
		Type:               condition,
		Status:             status,
		Reason:             reason,
		Message:            clip(message),
		ObservedGeneration: d.Workflow.Generation,
		LastTransitionTime: metav1.NewTime(d.Now),
	})
}

// settle sets a condition that is still Unknown. A settled one stays as it is.
func (d *draft) settle(condition string, status metav1.ConditionStatus, reason, message string) {
	if !d.settled(condition) {
		d.set(condition, status, reason, message)
	}
}

func (d *draft) settled(condition string) bool {
	return !meta.IsStatusConditionPresentAndEqual(d.status.Conditions, condition, metav1.ConditionUnknown)
}

func (d *draft) isTrue(condition string) bool {
	return meta.IsStatusConditionTrue(d.status.Conditions, condition)
}

// stepStatus is what is remembered of a step; it is made when it is first asked for.
func (d *draft) stepStatus(s Step) *v1alpha1.StepStatus {
	switch s.Kind {
	case v1alpha1.StepConfigure:
		return orNew(&d.status.Configure)
	case v1alpha1.StepFilter:
		return orNew(&d.status.Filter)
	case v1alpha1.StepPublish:
		return orNew(&d.status.Publish)
	case v1alpha1.StepAlgorithm:
	}
	return d.stageStatus(s.Stage)
}

func (d *draft) stageStatus(name string) *v1alpha1.StepStatus {
	i := slices.IndexFunc(d.status.Stages, func(st v1alpha1.StageStatus) bool { return st.Name == name })
	if i < 0 {
		return nil
	}
	return &d.status.Stages[i].StepStatus
}

func orNew[T any](p **T) *T {
	if *p == nil {
		*p = new(T)
	}
	return *p
}
