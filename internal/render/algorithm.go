// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"cmp"
	"fmt"
	"path"
	"time"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
	"github.com/oceanprotocol/operator-engine/internal/imageref"
)

// defaultMaxTime is the schema's default, for a Workflow that did not come through it.
const defaultMaxTime = time.Hour

// killMargin is what runner gets on top of its grace to kill what is left and to close the log.
const killMargin = 10 * time.Second

// algorithm runs the consumer's image. Of the volume it sees its own stage only, and neither the admin logs nor the
// document, in which the data's URLs stand.
func (r *Renderer) algorithm(wf *v1alpha1.Workflow, run Run, d *draft) error {
	index := stageIndex(wf, run.Stage)
	if index < 0 {
		return fmt.Errorf("the workflow has no stage %q", run.Stage)
	}
	if run.Attempt < 1 {
		return fmt.Errorf("attempts are counted from 1, this is %d", run.Attempt)
	}
	stage := &wf.Spec.Stages[index]
	maxTime := time.Duration(stage.Compute.MaxTimeSeconds) * time.Second
	if maxTime <= 0 {
		maxTime = defaultMaxTime
	}
	d.main.Image = imageref.Full(stage.Algorithm.Container)
	if class := r.runtimeClass(stage); class != "" {
		d.pod.RuntimeClassName = &class
	}
	d.main.Command = []string{contract.MountRunner}
	d.main.Args = r.runnerArgs(stage, maxTime)
	d.env(algorithmEnv(wf, stage.Inputs, stage.Algorithm.ID)...)
	d.main.Resources = stageResources(d.main.Resources, stage.Compute.Resources)
	d.data(wf)
	d.mount(
		readOnly(contract.Inputs(stage.Name), contract.MountInputs),
		readOnly(contract.Transformations(stage.Name), contract.MountTransformations),
		readOnly(contract.DDOs(stage.Name), contract.MountDDOs),
		writable(contract.Outputs(stage.Name, run.Attempt), contract.MountOutputs),
		writable(contract.Logs(stage.Name, run.Attempt), contract.MountLogs),
		readOnly(contract.RunnerFile, contract.MountRunner),
	)
	r.patience(d)
	d.deadline(r.settings.Pending, maxTime, r.settings.Grace)
	return mountStages(wf, stage, d)
}

func (r *Renderer) runnerArgs(stage *v1alpha1.Stage, maxTime time.Duration) []string {
	args := []string{
		"--entrypoint=" + literal(stage.Algorithm.Container.Entrypoint),
		"--algo=" + contract.MountAlgorithm,
		"--empty=" + contract.MountOutputs,
		"--empty=" + contract.MountLogs,
		"--log=" + path.Join(contract.MountLogs, contract.LogFile),
		fmt.Sprintf("--log-max-bytes=%d", r.settings.LogMaxBytes),
		fmt.Sprintf("--max-time=%ds", int64(maxTime/time.Second)),
		fmt.Sprintf("--grace=%ds", int64(r.settings.Grace/time.Second)),
	}
	if keepsSockets(stage.Compute.Network) {
		args = append(args, "--sockets="+contract.SocketsIP)
	}
	return args
}

// keepsSockets is true of a network by name only: what nobody knows has runner leave unix sockets only.
func keepsSockets(n v1alpha1.Network) bool {
	return n == v1alpha1.NetworkLoopback || n == v1alpha1.NetworkAllowed
}

// patience keeps the kubelet from killing runner before runner's own grace is over.
func (r *Renderer) patience(d *draft) {
	least := int64((r.settings.Grace + killMargin) / time.Second)
	if given := d.pod.TerminationGracePeriodSeconds; given == nil || *given < least {
		d.pod.TerminationGracePeriodSeconds = &least
	}
}

// mountStages mounts the outputs of earlier stages where they are inputs. The mount points lie in a folder that is
// read-only here; configure has made them.
func mountStages(wf *v1alpha1.Workflow, stage *v1alpha1.Stage, d *draft) error {
	for i := range stage.Inputs {
		in := &stage.Inputs[i]
		if in.Stage == "" {
			continue
		}
		attempt := attemptsOf(wf, in.Stage)
		if stageIndex(wf, in.Stage) < 0 || attempt < 1 {
			return fmt.Errorf("input %d is the outputs of stage %q, which has not run", i+1, in.Stage)
		}
		d.mount(readOnly(contract.Outputs(in.Stage, attempt), path.Join(contract.MountInputs, contract.Folder(in.ID))))
	}
	return nil
}

// attemptsOf is how often a stage has been run, from the status; the last attempt is the one that counts.
func attemptsOf(wf *v1alpha1.Workflow, stage string) int32 {
	for i := range wf.Status.Stages {
		if wf.Status.Stages[i].Name == stage {
			return wf.Status.Stages[i].Attempts
		}
	}
	return 0
}

// runtimeClass is the consumer's choice, which admission has allowed, or the provider's, or empty for the template's.
func (r *Renderer) runtimeClass(stage *v1alpha1.Stage) string {
	return cmp.Or(stage.Compute.RuntimeClassName, r.settings.RuntimeClass)
}
