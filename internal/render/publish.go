// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// publish uploads what the last attempt of every stage left behind. It cannot change the data volume.
func (r *Renderer) publish(wf *v1alpha1.Workflow, d *draft) {
	d.main.Image = r.settings.PublishImage
	d.main.Command = []string{"/publish"}
	d.main.Args = r.publishArgs(wf)
	d.env(r.settings.PublishEnv...)
	d.data(wf)
	d.mount(readOnly("", contract.Root))
	d.adminLogs(wf)
	d.deadline(r.settings.Pending, r.settings.PublishTimeout)
}

func (r *Renderer) publishArgs(wf *v1alpha1.Workflow) []string {
	args := []string{
		"--volume=" + contract.Root,
		"--adminlogs=" + contract.MountAdminLogs,
		fmt.Sprintf("--prefix=%s-%s", wf.Name, wf.UID),
		fmt.Sprintf("--max-bytes=%d", r.settings.OutputMaxBytes),
		fmt.Sprintf("--max-files=%d", r.settings.OutputMaxFiles),
	}
	for i := range wf.Spec.Stages {
		name := wf.Spec.Stages[i].Name
		args = append(args, fmt.Sprintf("--stage=%s=%d", name, attemptsOf(wf, name)))
	}
	// What the filter has rejected, or was not able to judge, stays here. The logs do not.
	if meta.IsStatusConditionFalse(wf.Status.Conditions, v1alpha1.ConditionFiltered) {
		args = append(args, "--logs-only")
	}
	return append(args, "--termination-log="+terminationLog)
}
