// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/resourceversion"
	apiwatch "k8s.io/apimachinery/pkg/watch"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// noteWorkflow holds every version of the status against the one before: it never goes backwards.
func (r *record) noteWorkflow(wf *v1alpha1.Workflow) {
	if r.last != nil && r.last.UID == wf.UID {
		for _, regress := range regresses(r.last.Status, wf.Status) {
			r.accuse("the status went backwards at version %s: %s", wf.ResourceVersion, regress)
		}
	}
	r.last = wf
	for step, st := range stepsOf(wf.Status) {
		name := fmt.Sprintf("%s/%d", step, st.Attempts)
		if _, known := r.intents[name]; !known {
			r.intents[name] = wf.ResourceVersion
		}
	}
}

// unintended are the Jobs that were made before the status said so.
func (r *record) unintended() []string {
	var found []string
	for _, a := range r.made {
		recorded, known := r.intents[a.name]
		if !known {
			found = append(found, fmt.Sprintf("the Job of %s was made and never recorded", a.name))
			continue
		}
		if order, err := resourceversion.CompareResourceVersion(recorded, a.resourceVersion); err != nil || order > 0 {
			found = append(found, fmt.Sprintf("the Job of %s was made at version %s, before it was recorded at %s", a.name, a.resourceVersion, recorded))
		}
	}
	return found
}

// notePod sees to it that no two pods of a workflow ever live at a time, and that no Job has a second pod.
func (r *record) notePod(event apiwatch.EventType, pod *corev1.Pod) {
	ended := pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
	if event == apiwatch.Deleted || ended {
		delete(r.living, pod.UID)
		return
	}
	if event != apiwatch.Added {
		return
	}
	name := attemptOf(pod)
	if len(r.living) > 0 {
		var others []string
		for _, other := range r.living {
			others = append(others, other)
		}
		r.accuse("the pod of %s began while there was one of %s", name, strings.Join(others, ", "))
	}
	r.living[pod.UID] = name
	if owner := metav1.GetControllerOf(pod); owner != nil {
		r.startable[owner.UID] = r.hasVolumes()
		if r.pods[owner.UID]++; r.pods[owner.UID] > 1 {
			r.accuse("the Job of %s had a second pod", name)
		}
	}
}

// revived are the Jobs that a write made which arrived when all was over, and whose pods could run all the same.
func (r *record) revived() []string {
	var found []string
	for _, a := range r.made {
		if r.late[a.uid] && r.startable[a.uid] {
			found = append(found, fmt.Sprintf("the pod of %s began after the end, and could run", a.name))
		}
	}
	return found
}

// hasVolumes tells that a pod of the workflow would find what it needs to start.
func (r *record) hasVolumes() bool {
	return slices.ContainsFunc(all[*corev1.PersistentVolumeClaim](r), func(c *corev1.PersistentVolumeClaim) bool {
		return c.DeletionTimestamp.IsZero() && r.isOfStory(c)
	})
}

// regresses are the ways in which a status went backwards.
func regresses(before, after v1alpha1.WorkflowStatus) []string {
	var found []string
	for _, c := range before.Conditions {
		now := meta.FindStatusCondition(after.Conditions, c.Type)
		again := c.Type == v1alpha1.ConditionPublished && c.Status == metav1.ConditionFalse && after.PublishRequestedAt != ""
		if c.Status != metav1.ConditionUnknown && !again && (now == nil || now.Status != c.Status || now.Reason != c.Reason) {
			found = append(found, fmt.Sprintf("%s was settled as %s/%s", c.Type, c.Status, c.Reason))
		}
	}
	later := stepsOf(after)
	for step, st := range stepsOf(before) {
		now := later[step]
		if now.Attempts < st.Attempts || now.SystemFailures < st.SystemFailures {
			found = append(found, fmt.Sprintf("%s had %d attempts and %d system failures, now %d and %d", step, st.Attempts, st.SystemFailures, now.Attempts, now.SystemFailures))
		}
		if now.Attempts == st.Attempts && stateRank[now.State] < stateRank[st.State] {
			found = append(found, fmt.Sprintf("%s was %s and is %s", step, st.State, now.State))
		}
	}
	if phaseRank[after.Phase] < phaseRank[before.Phase] {
		found = append(found, fmt.Sprintf("the phase was %s and is %s", before.Phase, after.Phase))
	}
	if before.StopReq != v1alpha1.StopNone && after.StopReq != before.StopReq {
		found = append(found, fmt.Sprintf("stopreq was %d and is %d", before.StopReq, after.StopReq))
	}
	if len(after.Outputs) < len(before.Outputs) || (before.Manifest != nil && after.Manifest == nil) {
		found = append(found, "results were forgotten")
	}
	return found
}

var stateRank = map[v1alpha1.StepState]int{
	"": 0, v1alpha1.StepActive: 1, v1alpha1.StepEnding: 2,
	v1alpha1.StepSucceeded: 3, v1alpha1.StepFailed: 3, v1alpha1.StepStopped: 3, v1alpha1.StepSkipped: 3,
}

var phaseRank = map[v1alpha1.Phase]int{
	"": 0, v1alpha1.PhasePending: 1, v1alpha1.PhaseConfiguring: 2, v1alpha1.PhaseRunning: 3, v1alpha1.PhaseFiltering: 4,
	v1alpha1.PhasePublishing: 5, v1alpha1.PhaseSucceeded: 6, v1alpha1.PhaseFailed: 6, v1alpha1.PhaseStopped: 6,
}

// stepsOf are the steps that a status knows of, by name.
func stepsOf(status v1alpha1.WorkflowStatus) map[string]v1alpha1.StepStatus {
	steps := map[string]v1alpha1.StepStatus{}
	for name, st := range map[v1alpha1.StepKind]*v1alpha1.StepStatus{
		v1alpha1.StepConfigure: status.Configure, v1alpha1.StepFilter: status.Filter, v1alpha1.StepPublish: status.Publish,
	} {
		if st != nil {
			steps[string(name)] = *st
		}
	}
	for i := range status.Stages {
		steps["algorithm("+status.Stages[i].Name+")"] = status.Stages[i].StepStatus
	}
	return steps
}
