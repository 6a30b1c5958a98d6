// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"errors"
	"io/fs"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// Templates are the provider's manifests, checked.
type Templates struct {
	document       corev1.ConfigMap
	secret         corev1.Secret
	dataClaim      corev1.PersistentVolumeClaim
	adminLogsClaim corev1.PersistentVolumeClaim
	jobs           map[v1alpha1.StepKind]*batchv1.Job
}

// Load reads all templates of a folder. The error names every mistake, a line each, with file and field. All files must
// be there: a folder that is mounted over the image's own hides those that it does not have.
func Load(dir fs.FS) (*Templates, error) {
	l := &loader{dir: dir}
	t := &Templates{jobs: map[v1alpha1.StepKind]*batchv1.Job{}}
	if f, ok := l.read("configmap.yaml", "v1", "ConfigMap", &t.document); ok {
		f.metadata(&t.document.ObjectMeta)
		f.document(&t.document)
	}
	if f, ok := l.read("secret.yaml", "v1", "Secret", &t.secret); ok {
		f.metadata(&t.secret.ObjectMeta)
		f.secret(&t.secret)
	}
	l.claim("data-claim.yaml", &t.dataClaim)
	l.claim("adminlogs-claim.yaml", &t.adminLogsClaim)
	for _, kind := range []v1alpha1.StepKind{
		v1alpha1.StepConfigure, v1alpha1.StepAlgorithm, v1alpha1.StepFilter, v1alpha1.StepPublish,
	} {
		t.jobs[kind] = &batchv1.Job{}
		l.job(string(kind)+"-job.yaml", t.jobs[kind])
	}
	if err := errors.Join(l.mistakes...); err != nil {
		return nil, err
	}
	return t, nil
}

func (l *loader) claim(name string, claim *corev1.PersistentVolumeClaim) {
	if f, ok := l.read(name, "v1", "PersistentVolumeClaim", claim); ok {
		f.metadata(&claim.ObjectMeta)
		f.claim(&claim.Spec)
	}
}

func (l *loader) job(name string, job *batchv1.Job) {
	if f, ok := l.read(name, "batch/v1", "Job", job); ok {
		f.metadata(&job.ObjectMeta)
		f.job(&job.Spec)
		f.pod(&job.Spec.Template.Spec)
	}
}
