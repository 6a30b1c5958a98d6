// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/resourceversion"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// patience is how long a run may take in all, on a machine that plays many at a time.
const patience = 5 * time.Minute

// run is a story being played in a namespace of its own while a fault happens to the operator.
type run struct {
	cluster  *cluster
	story    *story
	bug      bug
	patience time.Duration

	namespace string
	workflow  *v1alpha1.Workflow
	record    *record
	clock     clock
	used      map[types.UID]bool // pods that a line of the story has ended
	attempt   string             // that the story spoke of last
	calls     int
	original  string // the folder of the templates that it begins with
	templates string // the folder of those that its operators use
	operators []*operator
	lost      atomic.Pointer[chan struct{}] // nil while the kubelet can be reached; closed when it can be reached again

	lags    atomic.Bool // an operator's view does
	awaited atomic.Bool // something is still on its way, and the run must not end before

	mu     sync.Mutex
	errors []error
}

// outcome is what a run came to.
type outcome struct {
	digest  []string
	wrong   []string // what should never have happened on the way
	writes  int      // of the operator
	struck  bool     // the fault did happen
	crashes int      // that came about
	lates   int      // writes of the dead that arrived beside them
}

// play plays a story to its end.
func (c *cluster) play(s *story, f fault, b bug) outcome {
	r := &run{cluster: c, story: s, bug: b, patience: max(patience, f.patience), used: map[types.UID]bool{}, clock: clock{begin: time.Now()}}
	if b.name != "" {
		r.patience = patience / 6 // A bug may well keep the story from its end.
	}
	ctx, cancel := context.WithTimeout(context.Background(), r.patience)
	defer cancel()
	stage := newStage(r)
	err := r.perform(ctx, cancel, f, stage)
	crashes := int(stage.crashes.Load())
	o := outcome{struck: stage.struck.Load() || crashes > 0, crashes: crashes, lates: int(stage.lates.Load()), writes: int(stage.writes.Load())}
	if r.record != nil {
		o.digest, o.wrong = r.record.digest(), r.record.accusations()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range append(r.errors, err, r.cluster.recorder.trouble()) {
		if e != nil {
			o.wrong = append(o.wrong, e.Error())
		}
	}
	return o
}

func (r *run) perform(ctx context.Context, cancel context.CancelFunc, f fault, stage *stage) error {
	if err := r.prepare(ctx); err != nil {
		return err
	}
	var wg sync.WaitGroup
	wg.Go(func() { r.bury(ctx) })
	if r.story.notices {
		wg.Go(func() { r.idle(ctx) })
	}
	wg.Go(func() {
		if err := f.happen(ctx, stage); err != nil {
			r.fail(err)
			cancel()
		}
	})
	err := r.tell(ctx)
	cancel()
	wg.Wait()
	stage.close()
	return err
}

// prepare makes the namespace and what is given, but not the workflow.
func (r *run) prepare(ctx context.Context) error {
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: r.story.name + "-"}}
	if err := r.cluster.admin.Create(ctx, ns); err != nil {
		return err
	}
	r.namespace, r.record = ns.Name, r.cluster.recorder.of(ns.Name)
	r.workflow = r.story.workflow.DeepCopy()
	r.workflow.Namespace = r.namespace
	r.record.expect(r.story)
	if err := r.layOut(); err != nil {
		return err
	}
	if r.story.taken {
		theirs := &corev1.PersistentVolumeClaim{
			ObjectMeta: metav1.ObjectMeta{Name: render.DataClaimName(r.workflow), Namespace: r.namespace},
			Spec: corev1.PersistentVolumeClaimSpec{
				AccessModes: []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
				Resources:   corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceStorage: resource.MustParse("1Gi")}},
			},
		}
		if err := r.cluster.admin.Create(ctx, theirs); err != nil {
			return err
		}
	}
	if !r.story.quota {
		return nil
	}
	quota := noJobs(r.namespace)
	if err := r.cluster.admin.Create(ctx, quota); err != nil {
		return err
	}
	return r.record.await(ctx, "the quota is in force", func() bool {
		q, ok := r.record.objects[keyOf(quota)].(*corev1.ResourceQuota)
		return ok && len(q.Status.Used) > 0
	})
}

// tell creates the workflow, does what the story says, and waits until nothing is there but what shall be left.
func (r *run) tell(ctx context.Context) error {
	if err := r.crowd(ctx, older, r.story.older); err != nil {
		return err
	}
	if err := r.cluster.admin.Create(ctx, r.workflow); err != nil {
		return err
	}
	if err := r.crowd(ctx, younger, r.story.younger); err != nil {
		return err
	}
	for _, line := range r.story.when {
		if err := r.happen(ctx, line); err != nil {
			return fmt.Errorf("when %s: %w", line, err)
		}
		if r.story.notices {
			r.clock.forward(10 * time.Second) // Lest an end is of the same second as an attempt to tell the start.
		}
	}
	err := r.record.await(ctx, "there is left but "+r.story.left, func() bool { return r.isOver() && !r.awaited.Load() })
	if err != nil {
		return err
	}
	return r.catchUp(ctx)
}

// catchUp waits until the record shows the workflow as it stands: each kind is watched on its own, and what was written
// before the last object went may be seen after that.
func (r *run) catchUp(ctx context.Context) error {
	now := r.workflow.DeepCopy()
	err := r.cluster.admin.Get(ctx, client.ObjectKeyFromObject(now), now)
	if client.IgnoreNotFound(err) != nil {
		return err
	}
	return r.record.await(ctx, "the workflow is seen as it stands", func() bool {
		caught := err != nil && r.record.objects[keyOf(now)] == nil
		if err == nil {
			order, unordered := resourceversion.CompareResourceVersion(r.record.last.ResourceVersion, now.ResourceVersion)
			caught = unordered == nil && order >= 0
		}
		if !caught || !r.isOver() {
			return false
		}
		r.record.left = r.record.leftLine()
		return true
	})
}

// isOver tells that the workflow has ended, or is gone, and that nothing is there but what shall be left. The record must be
// locked.
func (r *run) isOver() bool {
	gone := r.record.last == nil || r.record.objects[keyOf(r.workflow)] == nil
	return (gone || r.record.finished()) && r.record.leftLine() == r.story.left
}

// arrived tells that nothing is on its way any more that the run must wait for.
func (r *run) arrived() {
	r.awaited.Store(false)
	r.record.mu.Lock()
	defer r.record.mu.Unlock()
	r.record.tell()
}

// probe is a Job of nobody's.
func (r *run) probe() *batchv1.Job {
	j := &batchv1.Job{ObjectMeta: metav1.ObjectMeta{Name: "probe", Namespace: r.namespace}}
	j.Spec.Template.Spec = corev1.PodSpec{RestartPolicy: corev1.RestartPolicyNever, Containers: []corev1.Container{{Name: "probe", Image: "x"}}}
	return j
}

func (r *run) fail(err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errors = append(r.errors, err, r.cluster.recorder.trouble())
}

// differs tells how an outcome departs from the one that it should be; it is empty if it does not.
func (o outcome) differs(from []string) string {
	var text strings.Builder
	for _, w := range o.wrong {
		text.WriteString("  ! " + w + "\n")
	}
	if !slices.Equal(o.digest, from) {
		for _, l := range from {
			text.WriteString("  - " + l + "\n")
		}
		for _, l := range o.digest {
			text.WriteString("  + " + l + "\n")
		}
	}
	return text.String()
}
