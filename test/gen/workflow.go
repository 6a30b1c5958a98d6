// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package gen builds the objects that tests need, complete and valid, so that a test says only what matters to it.
package gen

import (
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// Option changes a Workflow in the making.
type Option func(*v1alpha1.Workflow)

// Workflow is a valid Workflow with one stage, `count`, that runs inline code without inputs.
func Workflow(options ...Option) *v1alpha1.Workflow {
	wf := &v1alpha1.Workflow{
		TypeMeta:   metav1.TypeMeta{APIVersion: v1alpha1.GroupVersion.String(), Kind: "Workflow"},
		ObjectMeta: metav1.ObjectMeta{Name: "word-count", Namespace: "ocean-compute", UID: types.UID("0f1e2d3c"), Generation: 1},
		Spec:       v1alpha1.WorkflowSpec{Stages: []v1alpha1.Stage{Stage("count")}},
	}
	for _, o := range options {
		o(wf)
	}
	return wf
}

// Stage is a valid stage that runs inline code without inputs.
func Stage(name string) v1alpha1.Stage {
	return v1alpha1.Stage{
		Name: name,
		Algorithm: v1alpha1.Algorithm{
			ID:        new("did:op:" + name),
			Container: v1alpha1.Container{Image: "busybox", Tag: "1.36", Entrypoint: "sh $ALGO"},
			RawCode:   "echo hello > /data/outputs/hello.txt\n",
		},
		Compute: v1alpha1.Compute{MaxTimeSeconds: 3600},
	}
}

// Named sets the name.
func Named(name string) Option { return func(wf *v1alpha1.Workflow) { wf.Name = name } }

// InNamespace sets the namespace.
func InNamespace(namespace string) Option {
	return func(wf *v1alpha1.Workflow) { wf.Namespace = namespace }
}

// WithStages replaces the stages by valid ones of these names.
func WithStages(names ...string) Option {
	return func(wf *v1alpha1.Workflow) {
		wf.Spec.Stages = nil
		for _, n := range names {
			wf.Spec.Stages = append(wf.Spec.Stages, Stage(n))
		}
	}
}

// WithRetries sets how often every stage's algorithm is run again after its own failure.
func WithRetries(n int32) Option {
	return func(wf *v1alpha1.Workflow) {
		for i := range wf.Spec.Stages {
			wf.Spec.Stages[i].Compute.Retries = n
		}
	}
}

// Quantity reads an amount, such as 500m or 1Gi.
func Quantity(s string) v1alpha1.Quantity { return v1alpha1.Quantity{Quantity: resource.MustParse(s)} }

// WithTTL sets ttlSecondsAfterFinished.
func WithTTL(seconds int32) Option {
	return func(wf *v1alpha1.Workflow) { wf.Spec.TTLSecondsAfterFinished = &seconds }
}

// Chained lets every stage read the outputs of the one before it.
func Chained() Option {
	return func(wf *v1alpha1.Workflow) {
		for i := 1; i < len(wf.Spec.Stages); i++ {
			before := wf.Spec.Stages[i-1].Name
			wf.Spec.Stages[i].Inputs = []v1alpha1.Input{{ID: before, Stage: before}}
		}
	}
}
