// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// A long queue costs one status write for each who joins it. When it moves on, those near its head are told, and of those
// farther back the few whose place has changed by a tenth: not everyone every time.
func TestALongQueueDoesNotCostTheSquareOfItsLength(t *testing.T) {
	crowd := namespace(t, admin(t))
	populate(t, crowd, many, nil)
	began := processorTime(t)
	o := startOperatorIn(t, crowd, clock.RealClock{}, "MAX_JOBS", "1")
	line := o.awaitLine(t, many-1)
	t.Logf("to line up %d workflows took %d status writes, %d turns and %s of CPU", many, o.statusWrites(), o.turns.sum(), processorTime(t)-began)
	if n := o.statusWrites(); n > many+many/20 {
		t.Errorf("it wrote %d statuses for a queue of %d", n, many)
	}
	for range 5 {
		writes, turns := o.statusWrites(), o.turns.sum()
		if err := o.admin.Delete(t.Context(), line.running); err != nil {
			t.Fatal(err)
		}
		line = o.awaitLine(t, len(line.waiting)-1)
		writes, turns = o.statusWrites()-writes, o.turns.sum()-turns
		t.Logf("that the queue moved on took %d status writes and %d turns", writes, turns)
		if writes > many/10 || turns > many/5 {
			t.Errorf("one place was left, and that took %d status writes and %d turns", writes, turns)
		}
	}
}

// statusWrites counts the status writes of the operator.
func (o *operator) statusWrites() int {
	n := 0
	for _, c := range o.calls.since(0) {
		if strings.HasSuffix(c.path, "/status") {
			n++
		}
	}
	return n
}

// line is a queue: who runs, and who waits, the oldest first.
type line struct {
	running *v1alpha1.Workflow
	waiting []*v1alpha1.Workflow
}

// awaitLine waits until one workflow runs, so many wait, and each of them shows its place.
func (o *operator) awaitLine(t *testing.T, waiting int) line {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 4*patience)
	defer cancel()
	// The list is the whole of it and as new as it can be; a watch alone would begin with a part of what a cache has.
	var now v1alpha1.WorkflowList
	if err := o.admin.List(ctx, &now, client.InNamespace(o.namespace)); err != nil {
		t.Fatal(err)
	}
	seen := map[string]*v1alpha1.Workflow{}
	for i := range now.Items {
		seen[now.Items[i].Name] = &now.Items[i]
	}
	w, err := o.admin.Watch(ctx, &v1alpha1.WorkflowList{}, client.InNamespace(o.namespace), &client.ListOptions{Raw: &metav1.ListOptions{ResourceVersion: now.ResourceVersion}})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Stop()
	for {
		if l := lineOf(seen); l.running != nil && len(l.waiting) == waiting && l.showsPlaces() {
			return l
		}
		event, open := <-w.ResultChan()
		if !open {
			break
		}
		wf, ok := event.Object.(*v1alpha1.Workflow)
		if !ok {
			continue
		}
		if seen[wf.Name] = wf; event.Type == watch.Deleted {
			delete(seen, wf.Name)
		}
	}
	t.Fatalf("the queue did not come to have %d in it", waiting)
	return line{}
}

func lineOf(all map[string]*v1alpha1.Workflow) line {
	var l line
	for _, wf := range all {
		if meta.IsStatusConditionTrue(wf.Status.Conditions, v1alpha1.ConditionAdmitted) {
			l.running = wf
		} else if wf.Status.QueuePosition > 0 {
			l.waiting = append(l.waiting, wf)
		}
	}
	return l
}

// showsPlaces tells that the first ten show just where they stand, and all others where they stand within a tenth.
func (l line) showsPlaces() bool {
	slices.SortFunc(l.waiting, func(a, b *v1alpha1.Workflow) int {
		if order := a.CreationTimestamp.Compare(b.CreationTimestamp.Time); order != 0 {
			return order
		}
		return strings.Compare(a.Name, b.Name)
	})
	for i, wf := range l.waiting {
		place, shown := i+1, int(wf.Status.QueuePosition)
		if off := max(place-shown, shown-place); off > 0 && (place <= 10 || off*10 >= shown) {
			return false
		}
	}
	return true
}
