// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package minors

import (
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	nodev1 "k8s.io/api/node/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/isolation"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// takesWhatIsRendered offers all that the operator makes for a variety of Workflows, with the operator's own rights.
func (s *server) takesWhatIsRendered(t *testing.T) {
	s.offer(t, s.admin, &nodev1.RuntimeClass{ObjectMeta: metav1.ObjectMeta{Name: "sandboxed"}, Handler: "sandbox"})
	s.offer(t, s.admin, &schedulingv1.PriorityClass{ObjectMeta: metav1.ObjectMeta{Name: "batch"}, Value: 1})
	for _, o := range orders() {
		t.Run(o.name, func(t *testing.T) {
			wf := o.workflow.DeepCopy()
			wf.Namespace = o.namespace
			s.offer(t, s.admin, unborn(wf), client.DryRunAll)
			s.takesChildren(t, o, wf)
		})
	}
}

// unborn is a Workflow as its consumer sends it.
func unborn(wf *v1alpha1.Workflow) *v1alpha1.Workflow {
	wf = wf.DeepCopy()
	wf.UID, wf.Generation = "", 0
	return wf
}

func (s *server) takesChildren(t *testing.T, o order, wf *v1alpha1.Workflow) {
	t.Helper()
	r := o.renderer(t)
	adminLogs := r.AdminLogsClaim(wf)
	adminLogs.UID = "4d5e6f70"
	holder := render.HeldBy(adminLogs)
	document, err := r.Document(wf, holder)
	if err != nil {
		t.Fatal(err)
	}
	adminLogs.UID = ""
	children := []client.Object{adminLogs, r.DataClaim(wf), document, r.Secret(wf, holder, "x")}
	for _, run := range runs(wf, o.settings["FILTERING_CONTAINER"] != "") {
		job, err := r.Job(wf, run)
		if err != nil {
			t.Fatal(err)
		}
		children = append(children, job)
	}
	for _, denied := range []bool{true, false} {
		children = append(children, r.Probe(render.Probe{
			Namespace: wf.Namespace, Name: "isolation-x", Part: "x", Denied: denied, Image: "operator-engine:test", Command: []string{"/manager"}, Deadline: time.Minute,
		}))
	}
	for _, child := range append(children, isolation.Policy(wf.Namespace)) {
		s.offer(t, s.operator, child, client.DryRunAll)
		if job, ok := child.(*batchv1.Job); ok {
			s.offerPod(t, job, job.Spec.Template)
		}
	}
}

// runs are all steps of a Workflow. The status is as if each stage had been run twice.
func runs(wf *v1alpha1.Workflow, filter bool) []render.Run {
	all := []render.Run{{Kind: v1alpha1.StepConfigure, Attempt: 1}}
	for _, stage := range wf.Spec.Stages {
		wf.Status.Stages = append(wf.Status.Stages, v1alpha1.StageStatus{Name: stage.Name, StepStatus: v1alpha1.StepStatus{Attempts: 2}})
		all = append(all, render.Run{Kind: v1alpha1.StepAlgorithm, Stage: stage.Name, Attempt: 2})
	}
	if filter {
		all = append(all, render.Run{Kind: v1alpha1.StepFilter, Attempt: 1})
	}
	return append(all, render.Run{Kind: v1alpha1.StepPublish, Attempt: 3})
}
