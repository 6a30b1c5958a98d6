// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plain"
)

var (
	configureStep = Step{Kind: v1alpha1.StepConfigure}
	filterStep    = Step{Kind: v1alpha1.StepFilter}
	publishStep   = Step{Kind: v1alpha1.StepPublish}
)

func (d *draft) algorithmSteps() []Step {
	var steps []Step
	for _, stage := range d.Workflow.Spec.Stages {
		steps = append(steps, Step{Kind: v1alpha1.StepAlgorithm, Stage: stage.Name})
	}
	return steps
}

// configured speaks until inputs and code lie on the volume, or cannot.
func configured(d *draft) bool {
	if !d.drive(configureStep) {
		return true
	}
	d.conclude(v1alpha1.ConditionConfigured, configureStep)
	return false
}

// algorithmsRun speaks until the last stage's algorithm has ended. The first that fails ends the others' prospects.
func algorithmsRun(d *draft) bool {
	if d.settled(v1alpha1.ConditionAlgorithmCompleted) {
		return false
	}
	if !d.isTrue(v1alpha1.ConditionConfigured) {
		d.skipAlgorithms()
		d.settle(v1alpha1.ConditionAlgorithmCompleted, metav1.ConditionFalse, v1alpha1.ReasonSkipped, "there was nothing to run it on")
		return false
	}
	for _, s := range d.algorithmSteps() {
		if !d.drive(s) {
			return true
		}
		if d.stateOf(s) != v1alpha1.StepSucceeded {
			d.skipAlgorithms()
			d.conclude(v1alpha1.ConditionAlgorithmCompleted, s)
			return false
		}
	}
	d.settle(v1alpha1.ConditionAlgorithmCompleted, metav1.ConditionTrue, v1alpha1.ReasonCompleted, "")
	return false
}

func (d *draft) skipAlgorithms() {
	for _, s := range d.algorithmSteps() {
		if d.stateOf(s) == "" {
			d.skip(s, v1alpha1.ReasonSkipped)
		}
	}
}

// filtered speaks until the provider's filter has ended. It runs whenever an algorithm ran, however that ended, because
// outputs so far are published too.
func filtered(d *draft) bool {
	switch {
	case d.settled(v1alpha1.ConditionFiltered):
		return false
	case d.nodeLost() && d.Settings.Filter:
		d.settle(v1alpha1.ConditionFiltered, metav1.ConditionFalse, v1alpha1.ReasonNodeLost, "the outputs are on a node that cannot be reached, and none leave unfiltered")
		return false
	case !d.algorithmRan():
		d.settle(v1alpha1.ConditionFiltered, metav1.ConditionFalse, v1alpha1.ReasonSkipped, "there are no outputs")
		return false
	case !d.Settings.Filter && d.stateOf(filterStep) == "":
		d.settle(v1alpha1.ConditionFiltered, metav1.ConditionTrue, v1alpha1.ReasonNotConfigured, "the provider filters nothing")
		return false
	}
	if !d.drive(filterStep) {
		return true
	}
	d.conclude(v1alpha1.ConditionFiltered, filterStep)
	return false
}

// published speaks until everything is uploaded, or cannot be. Where nothing ran there is nothing to publish.
func published(d *draft) bool {
	if d.settled(v1alpha1.ConditionPublished) {
		return false
	}
	if d.nodeLost() {
		d.skip(publishStep, v1alpha1.ReasonNodeLost)
		d.settle(v1alpha1.ConditionPublished, metav1.ConditionFalse, v1alpha1.ReasonNodeLost, "the results are on a node that cannot be reached")
		return false
	}
	if !ran(d.status.Configure) {
		d.skip(publishStep, v1alpha1.ReasonSkipped)
		d.settle(v1alpha1.ConditionPublished, metav1.ConditionFalse, v1alpha1.ReasonSkipped, "nothing ran, so there is nothing to publish")
		return false
	}
	if !d.drive(publishStep) {
		return true
	}
	d.takeOutputs()
	d.conclude(v1alpha1.ConditionPublished, publishStep)
	return false
}

// takeOutputs writes down what publish told of its success.
func (d *draft) takeOutputs() {
	if told := d.Runs[publishStep].Reported; told != nil && d.stateOf(publishStep) == v1alpha1.StepSucceeded {
		d.status.Outputs, d.status.Manifest = slices.Clone(told.Outputs), told.Manifest
		for i := range d.status.Outputs { // An algorithm chose it.
			d.status.Outputs[i].Name = plain.Line(d.status.Outputs[i].Name)
		}
	}
}

// nodeLost tells that a step's pod was given up for lost: it may still be writing to the volume.
func (d *draft) nodeLost() bool {
	for _, s := range append(d.algorithmSteps(), configureStep, filterStep) {
		if d.stateOf(s) == v1alpha1.StepFailed && d.stepStatus(s).Reason == v1alpha1.ReasonNodeLost {
			return true
		}
	}
	return false
}

// conclude settles a step's condition by how the step closed.
func (d *draft) conclude(condition string, s Step) {
	st := d.stepStatus(s)
	if st.State == v1alpha1.StepSucceeded {
		d.settle(condition, metav1.ConditionTrue, v1alpha1.ReasonCompleted, "")
		return
	}
	d.settle(condition, metav1.ConditionFalse, firstOf(st.Reason, v1alpha1.ReasonSkipped), st.Message)
}

func (d *draft) algorithmRan() bool {
	for i := range d.status.Stages {
		if ran(&d.status.Stages[i].StepStatus) {
			return true
		}
	}
	return false
}

// ran tells whether a step's process was seen to have started. An exit code alone does not prove it: a container that
// could not be started has one too.
func ran(st *v1alpha1.StepStatus) bool {
	return st != nil && (st.StartTime != nil || st.State == v1alpha1.StepSucceeded)
}

// stateOf reads a step's state without making a record of it.
func (d *draft) stateOf(s Step) v1alpha1.StepState {
	var st *v1alpha1.StepStatus
	switch s.Kind {
	case v1alpha1.StepConfigure:
		st = d.status.Configure
	case v1alpha1.StepFilter:
		st = d.status.Filter
	case v1alpha1.StepPublish:
		st = d.status.Publish
	case v1alpha1.StepAlgorithm:
		st = d.stageStatus(s.Stage)
	}
	if st == nil {
		return ""
	}
	return st.State
}
