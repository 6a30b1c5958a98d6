// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// digest is how a scenario ended, in the words of its then lines. Times are left out, and messages: they name pods.
func (r *record) digest() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	lines := []string{r.ending()}
	if r.last != nil && r.finished() {
		lines = append(lines, conditionsLine(r.last.Status, r.objects[keyOf(r.last)] == nil), stepsLine(r.last))
		if m := r.last.Status.Manifest; m != nil {
			lines = append(lines, fmt.Sprintf("results %d outputs, manifest %s", len(r.last.Status.Outputs), m.URL))
		}
	}
	if r.maxJobs > 0 {
		lines = append(lines, r.admittedLine())
	}
	if r.notified {
		lines = append(lines, r.noticesLine())
	}
	return append(lines, "made"+r.madeLine(), "left "+cmp.Or(r.left, r.leftLine()))
}

func (r *record) finished() bool {
	c := meta.FindStatusCondition(r.last.Status.Conditions, v1alpha1.ConditionSucceeded)
	return c != nil && c.Status != metav1.ConditionUnknown
}

// ended is finished for whoever does not hold the lock.
func (r *record) ended() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.last != nil && r.finished()
}

func (r *record) ending() string {
	if r.last == nil || !r.finished() {
		return "it has no end"
	}
	s := r.last.Status
	text := fmt.Sprintf("%s %d %s", s.Phase, s.Code, meta.FindStatusCondition(s.Conditions, v1alpha1.ConditionSucceeded).Reason)
	if s.StopReq != v1alpha1.StopNone {
		text += fmt.Sprintf(" stopreq=%d", s.StopReq)
	}
	return text
}

// conditionsLine are the conditions that are settled. Of one that is gone those of notices are left out: whether they were
// still written down is a race that both sides may win.
func conditionsLine(s v1alpha1.WorkflowStatus, gone bool) string {
	var words []string
	for _, c := range s.Conditions {
		notice := c.Type == v1alpha1.ConditionStartNotified || c.Type == v1alpha1.ConditionStopNotified
		if c.Type == v1alpha1.ConditionSucceeded || c.Status == metav1.ConditionUnknown || gone && notice {
			continue
		}
		word := c.Type + "=" + string(c.Status)
		if c.Reason != v1alpha1.ReasonCompleted {
			word += "/" + c.Reason
		}
		words = append(words, word)
	}
	return "conditions " + strings.Join(words, " ")
}

// stepsLine tells each step's state, and of one that was tried how often, with which exit code and why.
func stepsLine(wf *v1alpha1.Workflow) string {
	steps := stepsOf(wf.Status)
	order := []string{"configure"}
	for _, stage := range wf.Spec.Stages {
		order = append(order, "algorithm("+stage.Name+")")
	}
	var words []string
	for _, name := range append(order, "filter", "publish") {
		st, known := steps[name]
		if !known || st.State == "" {
			continue
		}
		word := name + " " + string(st.State)
		if st.Attempts > 0 {
			word += fmt.Sprintf(" attempts=%d", st.Attempts)
		}
		if st.SystemFailures > 0 {
			word += fmt.Sprintf(" system=%d", st.SystemFailures)
		}
		if st.ExitCode != nil {
			word += fmt.Sprintf(" exit=%d", *st.ExitCode)
		}
		if st.Reason != "" && st.Reason != v1alpha1.ReasonCompleted {
			word += " " + st.Reason
		}
		words = append(words, word)
	}
	return "steps " + strings.Join(words, ", ")
}

// madeLine are all Jobs that were ever made, in their order; one that was made twice stands there twice. One that was made
// when all was over must go again, and its pod must find no volumes: see revived.
func (r *record) madeLine() string {
	var text string
	for _, a := range r.made {
		if !r.late[a.uid] {
			text += " " + a.name
		}
	}
	return cmp.Or(text, " nothing")
}

// leftLine is what is there of the workflow and of the scenario, by kinds.
func (r *record) leftLine() string {
	count := map[string]int{}
	for _, o := range r.objects {
		_, quota := o.(*corev1.ResourceQuota)
		_, namespace := o.(*corev1.Namespace)
		if !quota && (!namespace || !o.GetDeletionTimestamp().IsZero()) {
			count[kindOf(o)]++
		}
	}
	var words []string
	for kind, n := range count {
		if n > 1 {
			kind = fmt.Sprintf("%d %ss", n, kind)
		}
		words = append(words, kind)
	}
	if len(words) == 0 {
		return "nothing"
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

func kindOf(o client.Object) string {
	switch o.(type) {
	case *v1alpha1.Workflow:
		return "workflow"
	case *batchv1.Job:
		return "job"
	case *corev1.Pod:
		return "pod"
	case *corev1.PersistentVolumeClaim:
		return "claim"
	case *corev1.ConfigMap:
		return "document"
	case *corev1.Secret:
		return "secret"
	case *corev1.Namespace:
		return "namespace that is being deleted"
	}
	return fmt.Sprintf("%T", o)
}
