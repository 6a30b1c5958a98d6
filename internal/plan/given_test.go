// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

var countStep = Step{Kind: v1alpha1.StepAlgorithm, Stage: "count"}

// change makes a World differ from the ordinary one.
type change func(*World)

// midRun is the ordinary World in which a step's first attempt was recorded at the epoch and all steps before it are done.
func midRun(s Step, run Run, changes ...change) World {
	w := World{Now: epoch, Workflow: gen.Workflow(), Settings: testSettings(), Children: Children{Jobs: true, Claims: true}}
	w.Settings.Filter = true
	d := newDraft(w)
	d.set(v1alpha1.ConditionAdmitted, metav1.ConditionTrue, v1alpha1.ReasonCompleted, "")
	d.status.StartTime = d.now()
	for _, earlier := range allSteps(w.Workflow) {
		if earlier == s {
			break
		}
		*d.stepStatus(earlier) = v1alpha1.StepStatus{
			State: v1alpha1.StepSucceeded, Attempts: 1, AttemptTime: d.now(), StartTime: d.now(), CompletionTime: d.now(),
			ExitCode: new(int32), Reason: v1alpha1.ReasonCompleted,
		}
		d.set(conditionOf[earlier.Kind], metav1.ConditionTrue, v1alpha1.ReasonCompleted, "")
	}
	*d.stepStatus(s) = v1alpha1.StepStatus{State: v1alpha1.StepActive, Attempts: 1, AttemptTime: d.now()}
	w.Workflow.Status = d.status
	w.Runs = map[Step]Run{s: run}
	for _, c := range changes {
		c(&w)
	}
	return w
}

var conditionOf = map[v1alpha1.StepKind]string{
	v1alpha1.StepConfigure: v1alpha1.ConditionConfigured, v1alpha1.StepAlgorithm: v1alpha1.ConditionAlgorithmCompleted,
	v1alpha1.StepFilter: v1alpha1.ConditionFiltered, v1alpha1.StepPublish: v1alpha1.ConditionPublished,
}

// ended is a World whose workflow came to its end at the epoch, after a step failed of a reason.
func ended(s Step, reason string, changes ...change) World {
	w := midRun(s, Run{})
	d := newDraft(w)
	st := d.stepStatus(s)
	st.State, st.Reason, st.StartTime, st.CompletionTime = v1alpha1.StepFailed, reason, d.now(), d.now()
	d.conclude(conditionOf[s.Kind], s)
	if s != publishStep {
		d.algorithmsDone(s)
		*d.stepStatus(publishStep) = v1alpha1.StepStatus{State: v1alpha1.StepSucceeded, Attempts: 1, Reason: v1alpha1.ReasonCompleted}
		d.settle(v1alpha1.ConditionPublished, metav1.ConditionTrue, v1alpha1.ReasonCompleted, "")
	}
	finish(d)
	w.Workflow.Status = d.decision("").Status
	w.Runs = map[Step]Run{}
	for _, c := range changes {
		c(&w)
	}
	return w
}

// algorithmsDone settles what lies between a failed step and publish.
func (d *draft) algorithmsDone(failed Step) {
	if failed == configureStep {
		d.skipAlgorithms()
		d.settle(v1alpha1.ConditionAlgorithmCompleted, metav1.ConditionFalse, v1alpha1.ReasonSkipped, "")
		d.settle(v1alpha1.ConditionFiltered, metav1.ConditionFalse, v1alpha1.ReasonSkipped, "")
	}
	d.settle(v1alpha1.ConditionFiltered, metav1.ConditionTrue, v1alpha1.ReasonCompleted, "")
}

func after(t time.Duration) change { return func(w *World) { w.Now = epoch.Add(t) } }

func settings(f func(*Settings)) change { return func(w *World) { f(&w.Settings) } }

func spec(f func(*v1alpha1.WorkflowSpec)) change { return func(w *World) { f(&w.Workflow.Spec) } }

// step changes what is recorded of a step.
func step(s Step, f func(*v1alpha1.StepStatus)) change {
	return func(w *World) {
		d := &draft{World: *w, status: w.Workflow.Status}
		f(d.stepStatus(s))
		w.Workflow.Status = d.status
	}
}

func stop(w *World) { w.Workflow.Spec.Stop = true }

// pending, running, failed and so on are what the cluster shows; times are counted from the epoch.
func pending(waiting string) Run {
	return Run{State: RunPending, Waiting: waiting, Message: "so it says"}
}

func running(since time.Duration) Run { return Run{State: RunRunning, StartedAt: epoch.Add(since)} }

func failed(exit int32) Run {
	return Run{State: RunFailed, StartedAt: epoch, FinishedAt: epoch.Add(time.Minute), ExitCode: &exit, ContainerReason: "Error"}
}

func (r Run) because(containerReason string) Run { r.ContainerReason = containerReason; return r }

// without is a run whose container left no exit code.
func (r Run) without() Run { r.ExitCode, r.ContainerReason = nil, ""; return r }

func (r Run) pod(reason string) Run { r.PodReason = reason; return r }

func (r Run) job(reason string) Run { r.JobReason = reason; return r }

func (r Run) disrupted() Run { r.Disrupted = true; return r }

// toldToGo is a run whose pod was deleted before it ended.
func (r Run) toldToGo() Run { r.GoneBy = r.FinishedAt; return r }

// taken is a run whose pod the kubelet takes away when it is looked at for the first time.
func (r Run) taken() Run { r.GoneBy = r.FinishedAt.Add(3 * time.Second); return r }

// unseen is a run of which only the Job tells, which began a minute before its process.
func (r Run) unseen() Run { r.JobOnly, r.StartedAt = true, r.StartedAt.Add(-time.Minute); return r }

func (r Run) lasting(t time.Duration) Run { r.FinishedAt = r.StartedAt.Add(t); return r }

func (r Run) saying(message string) Run { r.Message = message; return r }

func (r Run) reporting(code v1alpha1.Code) Run {
	r.Reported = &Reported{Code: code, Message: "as the program put it"}
	return r
}

func didFilter() Run {
	return Run{State: RunSucceeded, StartedAt: epoch, FinishedAt: epoch.Add(time.Minute), ExitCode: new(int32), ContainerReason: "Completed"}
}

func didPublish() Run {
	return Run{
		State: RunSucceeded, StartedAt: epoch, FinishedAt: epoch.Add(time.Minute), ExitCode: new(int32),
		Reported: &Reported{
			Manifest: &v1alpha1.Manifest{URL: "ipfs://manifest", Files: 1, Bytes: 5},
			Outputs:  []v1alpha1.Output{{Name: "hello.txt", Type: "output", Size: 5}},
		},
	}
}

func actionsOf(d Decision) []string {
	var said []string
	for _, a := range d.Actions {
		said = append(said, a.String())
	}
	return said
}

func condition(status v1alpha1.WorkflowStatus, t string) string {
	c := meta.FindStatusCondition(status.Conditions, t)
	if c == nil {
		return "missing"
	}
	return string(c.Status) + " " + c.Reason
}
