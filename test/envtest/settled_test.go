// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

// many is how many workflows a large provider has in its cluster at a time.
const many = 1000

// populate creates workflows straight away, with a status if one is given, as many at a time as the server takes.
func populate(t *testing.T, namespace string, n int, status *v1alpha1.WorkflowStatus) {
	t.Helper()
	c := admin(t)
	var group errgroup.Group
	group.SetLimit(8)
	for i := range n {
		group.Go(func() error {
			wf := gen.Workflow(gen.InNamespace(namespace), gen.Named(fmt.Sprintf("crowd-%04d", i)))
			wf.UID = ""
			if err := c.Create(t.Context(), wf); err != nil || status == nil {
				return err
			}
			before := wf.DeepCopy()
			wf.Status = *status.DeepCopy()
			return c.Status().Patch(t.Context(), wf, client.MergeFrom(before))
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
}

// finishedStatus is that of a workflow that succeeded, as an operator left it.
func finishedStatus(t *testing.T) *v1alpha1.WorkflowStatus {
	t.Helper()
	o := startOperator(t)
	wf := o.runToTheEnd(t, o.create(t).Name)
	o.awaitNothingLeft(t)
	o.stop()
	return &wf.Status
}

// An operator that starts looks at each finished workflow once, in its caches. From then on they cost nothing at all: what
// it asks of the API server while another workflow lives its life concerns that one only.
func TestAThousandFinishedWorkflowsCostNothing(t *testing.T) {
	crowd := namespace(t, admin(t))
	populate(t, crowd, many, finishedStatus(t))
	for _, tc := range []struct {
		name     string
		settings []string
	}{
		{"without-a-queue", nil},
		{"with-a-queue", []string{"MAX_JOBS", "5"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			began := processorTime(t)
			o := startOperatorIn(t, crowd, clock.RealClock{}, tc.settings...)
			o.turns.awaitEach(t, many)
			t.Logf("CPU of a new operator's look at a finished workflow: %s", (processorTime(t)-began)/many)

			before := o.turns.sofar()
			another := o.create(t, gen.Named(tc.name))
			o.runToTheEnd(t, another.Name)
			o.awaitNothingLeft(t)
			for name, n := range before {
				if strings.HasPrefix(name, "crowd-") && o.turns.sofar()[name] != n {
					t.Errorf("the finished workflow %s was looked at again", name)
				}
			}
			for _, c := range o.calls.since(0) {
				if !strings.Contains(c.about, another.Name) && !strings.Contains(c.about, string(another.UID)) {
					t.Errorf("it called: %s", c)
				}
			}
		})
	}
}

// processorTime is what this process has used, which has the operator in it but not the API server.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
