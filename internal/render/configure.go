// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"
	"path"
	"strconv"

	corev1 "k8s.io/api/core/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// terminationLog is where the kubelet reads what a program has to say at its end.
const terminationLog = corev1.TerminationMessagePathDefault

// configure fetches inputs and code, and makes every directory that a later pod mounts.
func (r *Renderer) configure(wf *v1alpha1.Workflow, d *draft) {
	d.main.Image = r.settings.ConfigureImage
	d.main.Command = []string{"/configure"}
	d.main.Args = []string{
		"--workflow=" + contract.MountDocument,
		"--volume=" + contract.Root,
		"--adminlogs=" + contract.MountAdminLogs,
		"--runner=" + contract.MountRunner,
		"--system-retries=" + strconv.Itoa(int(r.settings.SystemRetries)),
		"--termination-log=" + terminationLog,
	}
	d.env(r.settings.ConfigureEnv...)
	d.env(r.fetchEnv(wf)...)
	d.data(wf)
	d.mount(writable("", contract.Root))
	d.adminLogs(wf)
	d.document(wf)
	d.claims(wf)
	d.deadline(r.settings.Pending, r.settings.ConfigureTimeout)
	if r.settings.CarryRequests {
		r.carry(wf, d)
	}
}

// fetchEnv are references to what may not stand in the document: URLs that come from Secrets, and the signing key if
// there is an order to redeem.
func (r *Renderer) fetchEnv(wf *v1alpha1.Workflow) []corev1.EnvVar {
	var env []corev1.EnvVar
	remote := false
	for s := range wf.Spec.Stages {
		stage := &wf.Spec.Stages[s]
		for i := range stage.Inputs {
			remote = remote || stage.Inputs[i].Remote != nil
			for f, file := range stage.Inputs[i].Files {
				env = append(env, urlFrom(contract.EnvInputURL(s, i, f), file)...)
			}
		}
		remote = remote || stage.Algorithm.Remote != nil
		for f, file := range stage.Algorithm.Files {
			env = append(env, urlFrom(contract.EnvAlgorithmURL(s, f), file)...)
		}
	}
	env = append(env, sourceEnv(wf)...)
	if remote {
		env = append(env, r.settings.KeyEnv)
	}
	return env
}

func urlFrom(name string, file v1alpha1.File) []corev1.EnvVar {
	if file.URLFrom == nil {
		return nil
	}
	return []corev1.EnvVar{fromSecret(name, file.URLFrom.Name, file.URLFrom.Key, false)}
}

// sourceEnv has each header and each account once, however many files use it: a pod must fit into etcd.
func sourceEnv(wf *v1alpha1.Workflow) []corev1.EnvVar {
	var env []corev1.EnvVar
	sources := wf.Spec.Sources()
	for n, from := range sources.Headers {
		env = append(env, fromSecret(contract.EnvHeaders(n), from.Name, from.Key, false))
	}
	for n, secret := range sources.Accounts {
		for _, key := range []string{contract.AccountKeyID, contract.AccountSecret} {
			env = append(env, fromSecret(contract.EnvAccount(n, key), secret, key, false))
		}
		for _, key := range []string{contract.AccountToken, contract.AccountRegion, contract.AccountEndpoint} {
			env = append(env, fromSecret(contract.EnvAccount(n, key), secret, key, true))
		}
	}
	return env
}

// claims mounts what the Workflow names of the provider's volumes, where nothing can be written to it: that also keeps the
// kubelet from giving its files to the pod's group.
func (d *draft) claims(wf *v1alpha1.Workflow) {
	for n, name := range wf.Spec.Sources().Claims {
		volume := fmt.Sprintf("%s%d", claimVolume, n)
		d.pod.Volumes = append(d.pod.Volumes, corev1.Volume{Name: volume, VolumeSource: corev1.VolumeSource{
			PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: name, ReadOnly: true},
		}})
		d.mount(corev1.VolumeMount{Name: volume, MountPath: path.Join(contract.MountClaims, name), ReadOnly: true})
	}
}
