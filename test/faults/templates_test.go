// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/oceanprotocol/operator-engine/internal/render"
	"github.com/oceanprotocol/operator-engine/internal/templates"
)

// breaking is the template that a story breaks and changes.
const breaking = "algorithm-job.yaml"

// layOut gives a run whose templates do not stay what they are a folder of its own.
func (r *run) layOut() error {
	r.original = r.cluster.folders.of(r.namespace)
	if r.story.unplaced {
		r.original = project
	}
	r.templates = r.original
	if !r.story.templates {
		return nil
	}
	dir, err := os.MkdirTemp(r.cluster.plane.Folder, "templates-")
	if err != nil {
		return err
	}
	r.templates = dir
	return os.CopyFS(dir, os.DirFS(r.original))
}

// retouch writes a template as a provider would that changes it: all at once.
func (r *run) retouch(text string) error {
	fresh := filepath.Join(r.cluster.plane.Folder, r.namespace+".yaml")
	if err := os.WriteFile(fresh, []byte(text), 0o600); err != nil {
		return err
	}
	return os.Rename(fresh, filepath.Join(r.templates, breaking))
}

func (r *run) breakTemplates() error { return r.retouch("spec: [") }

// mendTemplates puts the original back, with an annotation by which what is made from it is known.
func (r *run) mendTemplates() error {
	text, err := os.ReadFile(filepath.Join(r.original, breaking))
	if err != nil {
		return err
	}
	return r.retouch(strings.Replace(string(text), "      annotations:\n", "      annotations:\n        "+changed+": \"true\"\n", 1))
}

const changed = "faults/changed"

// openTemplates opens the folder for an operator that starts. None starts with templates that it cannot use: whoever broke
// them finds that out then.
func (r *run) openTemplates(settings render.Settings) (*templates.Folder, error) {
	if !r.story.templates {
		return r.cluster.folders.openOnce(r.templates, settings)
	}
	folder, err := templates.Open(r.templates, settings)
	if err == nil {
		return folder, nil
	}
	if err := r.mendTemplates(); err != nil {
		return nil, err
	}
	return templates.Open(r.templates, settings)
}

// changeTemplates waits until every operator has taken the change up. Nothing but the objects that it makes next would tell.
func (r *run) changeTemplates(ctx context.Context) error {
	if err := r.mendTemplates(); err != nil {
		return err
	}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		done, err := r.allChanged()
		if done || err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("waited in vain until the operator uses the changed templates")
		}
	}
}

func (r *run) allChanged() (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, o := range r.operators {
		select {
		case <-o.stopped:
			continue
		default:
		}
		job, err := o.folder.Renderer().Job(r.workflow, render.Run{Kind: "algorithm", Stage: r.workflow.Spec.Stages[0].Name, Attempt: 1})
		if err != nil {
			return false, err
		}
		if !isChanged(job) {
			return false, nil
		}
	}
	return true, nil
}

// isChanged tells a Job that was made from the changed templates.
func isChanged(job *batchv1.Job) bool { return job.Spec.Template.Annotations[changed] != "" }

// madeFromChanged waits until a step has a Job that was made from the changed templates.
func (r *run) madeFromChanged(ctx context.Context, step string) error {
	return r.record.await(ctx, step+" is made from the changed templates", func() bool {
		return slices.ContainsFunc(all[*batchv1.Job](r.record), func(j *batchv1.Job) bool { return stepOf(j) == step && isChanged(j) })
	})
}
