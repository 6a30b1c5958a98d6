// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package minors

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

// later is a field that came with minor 37, behind a gate that is off: a server of that minor drops it, those before it do
// not know it. When 37 is the oldest of the three, there will be a later one to take.
const later, since = "bindMountOptions", 37

// patience is how long a test waits for what must happen.
const patience = 30 * time.Second

// runsTemplatesOfLaterMinors has a whole operator meet a field that the server may not know, and then its absence.
func (s *server) runsTemplatesOfLaterMinors(t *testing.T) {
	s.begins(t, "without", os.DirFS(filepath.Join(root, "templates")))
	s.awaitJob(t, "without")
	s.begins(t, "later", templatesWithLater(t))
	if minorOf(t, s.version) >= since {
		s.awaitJob(t, "later")
		return
	}
	wf := s.awaitEnd(t, "later")
	succeeded := meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionSucceeded)
	if succeeded == nil || succeeded.Reason != v1alpha1.ReasonRefused || !strings.Contains(succeeded.Message, later) || wf.Status.Code != 22 {
		t.Errorf("it does not know %s, and the workflow has code %d, %+v", later, wf.Status.Code, succeeded)
	}
}

func templatesWithLater(t *testing.T) fs.FS {
	t.Helper()
	const name, mount = "configure-job.yaml", "mountPath: /tmp\n"
	shipped := os.DirFS(filepath.Join(root, "templates"))
	text, err := fs.ReadFile(shipped, name)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), mount, mount+"          "+later+": [noexec]\n", 1)
	if changed == string(text) {
		t.Fatalf("%s was not changed", name)
	}
	return overlay{fstest.MapFS{name: {Data: []byte(changed)}}, shipped}
}

// begins has an operator take up a workflow in a namespace of its own.
func (s *server) begins(t *testing.T, namespace string, templates fs.FS) {
	t.Helper()
	if err := s.admin.Create(t.Context(), &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}); err != nil {
		t.Fatal(err)
	}
	s.startOperator(t, namespace, templates)
	if err := s.admin.Create(t.Context(), unborn(gen.Workflow(gen.InNamespace(namespace)))); err != nil {
		t.Fatal(err)
	}
}

func (s *server) awaitJob(t *testing.T, namespace string) {
	t.Helper()
	s.await(t, namespace, &batchv1.JobList{}, func(o client.Object) bool { return strings.HasSuffix(o.GetName(), "-configure-job") })
}

func (s *server) awaitEnd(t *testing.T, namespace string) *v1alpha1.Workflow {
	t.Helper()
	var wf *v1alpha1.Workflow
	s.await(t, namespace, &v1alpha1.WorkflowList{}, func(o client.Object) bool {
		wf, _ = o.(*v1alpha1.Workflow)
		return wf.Status.CompletionTime != nil
	})
	return wf
}

// await waits for an object of the list's kind that is as it must be.
func (s *server) await(t *testing.T, namespace string, list client.ObjectList, done func(client.Object) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	c, err := client.NewWithWatch(s.config, client.Options{Scheme: s.scheme})
	if err != nil {
		t.Fatal(err)
	}
	watch, err := c.Watch(ctx, list, client.InNamespace(namespace), &client.ListOptions{Raw: &metav1.ListOptions{ResourceVersion: "0"}})
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Stop()
	var last client.Object
	for event := range watch.ResultChan() {
		object, ok := event.Object.(client.Object)
		if !ok {
			continue
		}
		if last = object; done(object) {
			return
		}
	}
	t.Fatalf("waited in vain in namespace %s; the last %T that was seen: %+v", namespace, last, last)
}
