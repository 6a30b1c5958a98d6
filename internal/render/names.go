// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// Run is one attempt of one step.
type Run struct {
	// Kind of the step.
	Kind v1alpha1.StepKind
	// Stage is the stage's name, for an algorithm only.
	Stage string
	// Attempt is counted from 1.
	Attempt int32
}

// DocumentName is the name of the ConfigMap that configure reads the Workflow from. It has a part of the UID, because the
// document may outlive the Workflow for as long as a notice is owed, and must not be in the way of the next one of its name.
func DocumentName(wf *v1alpha1.Workflow) string { return fmt.Sprintf("%s-%.8s", wf.Name, wf.UID) }

// SecretName is the name of the Secret that holds the job's secret: the consumer's, or the one that the operator makes.
func SecretName(wf *v1alpha1.Workflow) string {
	if wf.Spec.SecretRef != nil {
		return wf.Spec.SecretRef.Name
	}
	return DocumentName(wf) + "-secret"
}

// DataClaimName is the name of the claim for inputs, code, outputs and the algorithm's logs.
func DataClaimName(wf *v1alpha1.Workflow) string { return wf.Name + "-data" }

// AdminLogsClaimName is the name of the claim for the logs that no algorithm may see.
func AdminLogsClaimName(wf *v1alpha1.Workflow) string { return wf.Name + "-adminlogs" }

// JobName is the name of a run's Job. With one stage the algorithm's Job has the name that the predecessor gave it; with
// several they are told apart by their place, counted from 1, because names of stages are too long for it.
func JobName(wf *v1alpha1.Workflow, run Run) string {
	name := fmt.Sprintf("%s-%s", wf.Name, run.Kind)
	if run.Kind == v1alpha1.StepAlgorithm && len(wf.Spec.Stages) > 1 {
		name = fmt.Sprintf("%s-%d", name, stageIndex(wf, run.Stage)+1)
	}
	name += "-job"
	if run.Attempt > 1 {
		name = fmt.Sprintf("%s-%d", name, run.Attempt)
	}
	return name
}

// jobEnding is what follows the workflow's name in that of a Job.
var jobEnding = regexp.MustCompile(`^-(configure|algorithm(-[0-9]+)?|filter|publish)-job(-[0-9]+)?$`)

// IsJobName tells the names that JobName gives from others, where no more is known of the workflow than its own name.
func IsJobName(workflow, name string) bool {
	ending, ok := strings.CutPrefix(name, workflow)
	return ok && jobEnding.MatchString(ending)
}

// stageIndex is the stage's place in the spec, or -1.
func stageIndex(wf *v1alpha1.Workflow, name string) int {
	for i := range wf.Spec.Stages {
		if wf.Spec.Stages[i].Name == name {
			return i
		}
	}
	return -1
}
