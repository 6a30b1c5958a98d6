// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"errors"
	"path"
	"slices"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// filter runs the provider's image, by the image's own entrypoint or the template's command, over what is about to be
// published. With one stage everything lies where the algorithm found it; with several, each stage has a folder of its
// own there. Its log goes to the admin logs: the consumer is not told by which rules outputs are judged.
func (r *Renderer) filter(wf *v1alpha1.Workflow, d *draft) error {
	if r.settings.FilterImage == "" {
		return errors.New("there is no filter image")
	}
	d.main.Image = r.settings.FilterImage
	// The algorithm's id is the last stage's, whose outputs are what the consumer came for.
	last := &wf.Spec.Stages[len(wf.Spec.Stages)-1]
	d.env(algorithmEnv(wf, allInputs(wf), last.Algorithm.ID)...)
	d.data(wf)
	for i := range wf.Spec.Stages {
		mountFiltered(wf, wf.Spec.Stages[i].Name, d)
	}
	d.adminLogs(wf)
	confined(d)
	d.deadline(r.settings.Pending, r.settings.FilterTimeout)
	return nil
}

// confined has runner take the network from the filter and make room for it. That needs a command: which one the image
// has, only the container runtime knows.
func confined(d *draft) {
	if len(d.main.Command) == 0 {
		return
	}
	d.main.Args = slices.Concat(d.main.Command, d.main.Args)
	d.main.Command = []string{contract.MountRunner, contract.RunnerExec}
	d.mount(readOnly(contract.RunnerFile, contract.MountRunner))
}

// mountFiltered mounts what one stage read and left behind, if it has run.
func mountFiltered(wf *v1alpha1.Workflow, stage string, d *draft) {
	attempt := attemptsOf(wf, stage)
	if attempt < 1 {
		return
	}
	folder := ""
	if len(wf.Spec.Stages) > 1 {
		folder = stage
	}
	d.mount(
		readOnly(contract.Inputs(stage), path.Join(contract.MountInputs, folder)),
		writable(contract.Outputs(stage, attempt), path.Join(contract.MountOutputs, folder)),
		readOnly(contract.Logs(stage, attempt), path.Join(contract.MountLogs, folder)),
	)
}

// allInputs are the inputs of all stages, each id once.
func allInputs(wf *v1alpha1.Workflow) []v1alpha1.Input {
	var all []v1alpha1.Input
	seen := map[string]bool{}
	for i := range wf.Spec.Stages {
		for _, in := range wf.Spec.Stages[i].Inputs {
			if id := contract.Folder(in.ID); !seen[id] {
				seen[id] = true
				all = append(all, in)
			}
		}
	}
	return all
}
