// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"
	"maps"
	"path"
	"slices"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// suspended holds a workflow that was not admitted yet. One that runs is not held: stop is for that.
func suspended(d *draft) bool {
	if !d.Workflow.Spec.Suspend || d.Workflow.Spec.Stop || d.settled(v1alpha1.ConditionAdmitted) {
		return false
	}
	d.set(v1alpha1.ConditionAdmitted, metav1.ConditionUnknown, v1alpha1.ReasonSuspended, "spec.suspend is true: set it to false to run the workflow")
	return true
}

// objections are what keeps a workflow from ever beginning, each with its reason. The first that has something to say
// decides.
var objections = []struct {
	reason string
	find   func(*draft) string
}{
	{v1alpha1.ReasonInvalid, func(d *draft) string { return firstOf(unusable(d.Workflow.Spec), overLimit(d.Workflow.Spec)) }},
	{v1alpha1.ReasonSecretNotAllowed, (*draft).secretRefusal},
	{v1alpha1.ReasonClaimNotAllowed, (*draft).claimRefusal},
	{v1alpha1.ReasonNetworkRefused, (*draft).networkRefusal},
	{v1alpha1.ReasonImageRefused, (*draft).imageRefusal},
	{v1alpha1.ReasonAlgorithmRefused, (*draft).algorithmRefusal},
	{v1alpha1.ReasonRuntimeRefused, (*draft).runtimeRefusal},
	{v1alpha1.ReasonResourceRefused, (*draft).resourceRefusal},
}

// refused ends a workflow that asks for what cannot be, or for what the provider does not give, before anything of it
// exists.
func refused(d *draft) bool {
	if d.settled(v1alpha1.ConditionAdmitted) {
		return false
	}
	for _, o := range objections {
		if message := o.find(d); message != "" {
			d.set(v1alpha1.ConditionAdmitted, metav1.ConditionFalse, o.reason, message)
			return finish(d)
		}
	}
	return false
}

// secretRefusal says which Secret is not the consumer's to name.
func (d *draft) secretRefusal() string {
	for _, name := range NamedSecrets(d.Workflow.Spec) {
		if !d.mayName(name) {
			return fmt.Sprintf("the provider does not allow workflows to use the Secret %q: ask for it to be added to ALLOWED_SECRETS, or leave it out", name)
		}
	}
	return ""
}

// claimRefusal is secretRefusal for claims.
func (d *draft) claimRefusal() string {
	for _, name := range NamedClaims(d.Workflow.Spec) {
		if !allowed(d.Settings.AllowedClaims, name) || d.OthersClaims[name] {
			return fmt.Sprintf("the provider does not allow workflows to use the PersistentVolumeClaim %q: ask for it to be added to ALLOWED_CLAIMS, or leave it out", name)
		}
	}
	return ""
}

// overLimit finds a request that is negative or that no limit allows. The schema refuses it already, but a cluster's CRD
// may be older than the operator.
func overLimit(spec v1alpha1.WorkflowSpec) string {
	for _, stage := range spec.Stages {
		r := stage.Compute.Resources
		for _, name := range slices.Sorted(maps.Keys(r.Requests)) {
			limit, ok := r.Limits[name]
			request := r.Requests[name]
			if request.Sign() < 0 {
				return fmt.Sprintf("stage %s requests %s of %s, which is less than nothing", stage.Name, request.String(), name)
			}
			if ok && request.Cmp(limit.Quantity) > 0 {
				return fmt.Sprintf("stage %s requests %s of %s, which is more than its limit of %s: lower the request or raise the limit",
					stage.Name, request.String(), name, limit.String())
			}
		}
	}
	return ""
}

func (d *draft) mayName(secret string) bool {
	if slices.Contains(d.Settings.ReservedSecrets, secret) || d.OthersSecrets[secret] {
		return false
	}
	return allowed(d.Settings.AllowedSecrets, secret)
}

func allowed(globs []string, name string) bool {
	return slices.ContainsFunc(globs, func(glob string) bool {
		ok, err := path.Match(glob, name)
		return ok && err == nil
	})
}

// NamesMatter tells whether it bears on the decision whose the Secrets and claims are that a workflow names: when it is first looked
// at, so that one that may not have them need not wait to hear that, when its turn comes, and for every further attempt to
// fetch inputs, since they may have changed hands by then. It needs the runs.
func (w World) NamesMatter() bool {
	wf := w.Workflow
	if decided(wf) {
		return w.mayConfigure()
	}
	if wf.Spec.Suspend && !wf.Spec.Stop {
		return false
	}
	c := meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionAdmitted)
	return c == nil || c.Reason != v1alpha1.ReasonQueued || w.Settings.place(w.Queue) == 0
}

// NamedSecrets are the Secrets that a document names, in its order.
func NamedSecrets(spec v1alpha1.WorkflowSpec) []string {
	var names []string
	if spec.SecretRef != nil {
		names = append(names, spec.SecretRef.Name)
	}
	add := func(files []v1alpha1.File) {
		for _, f := range files {
			if f.URLFrom != nil {
				names = append(names, f.URLFrom.Name)
			}
			if f.HeadersFrom != nil {
				names = append(names, f.HeadersFrom.Name)
			}
			if f.CredentialsFrom != nil {
				names = append(names, f.CredentialsFrom.Name)
			}
		}
	}
	for _, stage := range spec.Stages {
		for _, input := range stage.Inputs {
			add(input.Files)
		}
		add(stage.Algorithm.Files)
	}
	return names
}

// NamedClaims are the claims that a document names, in its order, each once.
func NamedClaims(spec v1alpha1.WorkflowSpec) []string { return spec.Sources().Claims }

// queued holds a workflow while as many as may run do, or are older and wait.
func queued(d *draft) bool {
	place := d.Settings.place(d.Queue)
	if place == 0 || d.Workflow.Spec.Stop || d.settled(v1alpha1.ConditionAdmitted) {
		d.status.QueuePosition = 0
		return false
	}
	if worthShowing(d.status.QueuePosition, place) {
		d.status.QueuePosition = place
	}
	d.set(v1alpha1.ConditionAdmitted, metav1.ConditionUnknown, v1alpha1.ReasonQueued,
		fmt.Sprintf("as many workflows run as may: it is number %d in the queue", d.status.QueuePosition))
	return true
}

// worthShowing keeps a long queue from being written anew whenever one workflow ends: a place counts from the tenth on
// forward, and before that when it has changed by a tenth.
func worthShowing(shown, now int32) bool {
	change := max(shown-now, now-shown)
	return change > 0 && (now <= 10 || change*10 >= shown)
}

// admitted lets the workflow begin. It never speaks: what begins is the next rules' matter.
func admitted(d *draft) bool {
	if d.settled(v1alpha1.ConditionAdmitted) {
		return false
	}
	if d.Workflow.Spec.Stop {
		d.set(v1alpha1.ConditionAdmitted, metav1.ConditionFalse, v1alpha1.ReasonStopped, "it was stopped before it began")
		return false
	}
	d.set(v1alpha1.ConditionAdmitted, metav1.ConditionTrue, v1alpha1.ReasonCompleted, "")
	d.status.StartTime = d.now()
	return false
}
