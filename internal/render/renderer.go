// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// Renderer makes objects. It may be used by several goroutines: it changes nothing of its own.
type Renderer struct {
	templates *Templates
	settings  Settings
}

// New makes a Renderer. The templates are read, never written.
func New(t *Templates, s Settings) *Renderer { return &Renderer{templates: t, settings: s} }

// Job is the Job of one attempt of a step. An error means that the Workflow or its status does not allow such a run; it
// will not go away by itself.
func (r *Renderer) Job(wf *v1alpha1.Workflow, run Run) (*batchv1.Job, error) {
	d := newDraft(r.templates.jobs[run.Kind])
	if d == nil {
		return nil, fmt.Errorf("render job: there is no step %q", run.Kind)
	}
	if err := r.fill(wf, run, d); err != nil {
		return nil, fmt.Errorf("render %s job of %s/%s: %w", run.Kind, wf.Namespace, wf.Name, err)
	}
	r.finish(wf, run, d)
	return d.job, nil
}

// fill sets what differs from step to step.
func (r *Renderer) fill(wf *v1alpha1.Workflow, run Run, d *draft) error {
	if err := check(wf); err != nil {
		return err
	}
	switch run.Kind {
	case v1alpha1.StepConfigure:
		r.configure(wf, d)
	case v1alpha1.StepAlgorithm:
		return r.algorithm(wf, run, d)
	case v1alpha1.StepFilter:
		return r.filter(wf, d)
	case v1alpha1.StepPublish:
		r.publish(wf, d)
	}
	return nil
}

// finish sets what all steps have in common.
func (r *Renderer) finish(wf *v1alpha1.Workflow, run Run, d *draft) {
	d.job.Name, d.job.Namespace = JobName(wf, run), wf.Namespace
	own(wf, d.job)
	labels := runLabels(wf, run)
	label(&d.job.ObjectMeta, labels)
	label(&d.job.Spec.Template.ObjectMeta, labels)
	open(wf, run, &d.job.Spec.Template.ObjectMeta)
	r.place(d)
}

// open marks the pods that the policy which denies all traffic is not to select. A template cannot: it holds for all
// workflows, also for those that were given no network.
func open(wf *v1alpha1.Workflow, run Run, pod *metav1.ObjectMeta) {
	delete(pod.Labels, v1alpha1.LabelNetwork)
	if i := stageIndex(wf, run.Stage); run.Kind == v1alpha1.StepAlgorithm && i >= 0 && wf.Spec.Stages[i].Compute.Network == v1alpha1.NetworkAllowed {
		pod.Labels[v1alpha1.LabelNetwork] = string(v1alpha1.NetworkAllowed)
	}
}

// place says where a pod runs, as whom, and where its image comes from.
func (r *Renderer) place(d *draft) {
	d.main.ImagePullPolicy = r.settings.PullPolicy
	d.pod.ServiceAccountName = r.settings.ServiceAccount
	if r.settings.PullSecret != "" {
		d.pod.ImagePullSecrets = append(d.pod.ImagePullSecrets, corev1.LocalObjectReference{Name: r.settings.PullSecret})
	}
	if r.settings.NodeSelector != "" {
		requireNode(d.pod, corev1.NodeSelectorRequirement{
			Key:      "scope",
			Operator: corev1.NodeSelectorOpIn,
			Values:   []string{r.settings.NodeSelector},
		})
	}
}
