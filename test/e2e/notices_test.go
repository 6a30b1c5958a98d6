// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/receivers/trial"
	"github.com/oceanprotocol/operator-engine/test/search"
)

// away is how long the backend is down at first.
const away = time.Minute

// The backend is down for a minute, then it fails, then it hangs, then it accepts; the operator is killed twice meanwhile.
func TestNoticesArriveWhateverHappens(t *testing.T) {
	t.Parallel()
	needsNoticesOperator(t)
	behave(t, "down")
	down := time.Now()
	early := submit(t, notices, "early", shell("count", once))
	until(t, early, "running", running)
	secrets := search.New()
	secrets.Key("the key", trial.Key)
	quiet(t, secrets, early)
	killOperator(t, notices)
	endsOnTime(t, early)
	until(t, early, "told in vain for a minute", func(wf *v1alpha1.Workflow) bool {
		n := wf.Status.StartNotice
		return n != nil && n.LastAttemptTime != nil && n.LastAttemptTime.After(down.Add(away)) && strings.Contains(n.Message, "could not be reached")
	})

	behave(t, "fail")
	late := submit(t, notices, "late", shell("count", once))
	until(t, late, "refused", startSays("answered 500"))
	killOperator(t, notices)
	behave(t, "hang")
	until(t, late, "kept waiting", startSays("did not answer within 3s"))
	endsOnTime(t, late)

	behave(t, "accept")
	for _, wf := range []*v1alpha1.Workflow{early, late} {
		told := until(t, wf, "told of", func(wf *v1alpha1.Workflow) bool {
			return !meta.IsStatusConditionPresentAndEqual(wf.Status.Conditions, v1alpha1.ConditionStartNotified, metav1.ConditionUnknown) &&
				meta.IsStatusConditionTrue(wf.Status.Conditions, v1alpha1.ConditionStopNotified)
		})
		acceptedOnceInOrder(t, told)
		nothingLeft(t, told)
	}
	quiet(t, secrets, late)
	aNamespaceGoesAtOnce(t)
}

// needsNoticesOperator skips where nobody has deployed the operator that sends notices. The test takes its namespaces away.
func needsNoticesOperator(t *testing.T) {
	t.Helper()
	err := cluster.Get(t.Context(), client.ObjectKey{Namespace: notices, Name: "operator-engine"}, &appsv1.Deployment{})
	if apierrors.IsNotFound(err) {
		t.Skip("there is no operator that sends notices: make deploy, then hack/deploy.sh notices with IMAGE_TAR, and hack/e2e.sh -run TestNotices")
	}
	if err != nil {
		t.Fatal(err)
	}
}

func startSays(what string) func(*v1alpha1.Workflow) bool {
	return func(wf *v1alpha1.Workflow) bool {
		return wf.Status.StartNotice != nil && strings.Contains(wf.Status.StartNotice.Message, what)
	}
}

// endsOnTime waits for the end of a workflow while its backend accepts nothing, and checks that it did not wait for that.
func endsOnTime(t *testing.T, wf *v1alpha1.Workflow) {
	t.Helper()
	ended := end(t, wf, v1alpha1.PhaseSucceeded, v1alpha1.CodeJobFinished, v1alpha1.ReasonCompleted)
	if files := published(t, ended); files["outputs/runs.txt"] != "run\n" {
		t.Errorf("published: %q", files)
	}
	if !meta.IsStatusConditionPresentAndEqual(ended.Status.Conditions, v1alpha1.ConditionStartNotified, metav1.ConditionUnknown) {
		t.Error("it waited until its start was accepted")
	}
}

// acceptedOnceInOrder checks that the backend accepted one start and then one stop, and that all that was tried before is
// known by the same ids and signed.
func acceptedOnceInOrder(t *testing.T, wf *v1alpha1.Workflow) {
	t.Helper()
	var accepted []string
	for _, d := range deliveries(t, wf) {
		verify(t, wf, d)
		if d.Mode == "accept" {
			accepted = append(accepted, d.event()+" "+d.Headers["ocean-code"]+" "+d.Headers["ocean-start-notice"])
		}
	}
	want := []string{"start", "stop 70 delivered"}
	if c := meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionStartNotified); c.Reason == v1alpha1.ReasonOvertaken {
		want = []string{"stop 70 undelivered"} // The backend changed its mind between the last try of the start and the stop.
	}
	if len(accepted) == 2 {
		accepted[0], _, _ = strings.Cut(accepted[0], " ") // The code of a start is that of the moment of its attempt.
	}
	if diff := cmp.Diff(want, accepted); diff != "" {
		t.Errorf("accepted of %s (-want +got):\n%s", wf.Name, diff)
	}
}

// quiet looks for the job's secret, and for the key, in all that there is in the namespace, and in the operator's log. It
// must be called for a workflow first while the workflow has its secret.
func quiet(t *testing.T, secrets *search.Search, wf *v1alpha1.Workflow) {
	t.Helper()
	var jobs corev1.SecretList
	if err := cluster.List(t.Context(), &jobs, client.InNamespace(wf.Namespace), client.HasLabels{v1alpha1.LabelWorkflowUID}); err != nil {
		t.Fatal(err)
	}
	for i := range jobs.Items {
		secrets.Secret("a job's secret", string(jobs.Items[i].Data[v1alpha1.SecretKey]))
	}
	found, err := secrets.Objects(t.Context(), clusterConfig, cluster, wf.Namespace)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(found, secrets.Find("the operator's log", operatorLog(t, wf.Namespace))...) {
		t.Error(f)
	}
}

func operatorLog(t *testing.T, namespace string) string {
	t.Helper()
	clientset, err := kubernetes.NewForConfig(clusterConfig)
	if err != nil {
		t.Fatal(err)
	}
	var pods corev1.PodList
	if err := cluster.List(t.Context(), &pods, client.InNamespace(namespace), client.MatchingLabels{"app.kubernetes.io/name": "operator-engine"}); err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	for i := range pods.Items {
		text, err := clientset.CoreV1().Pods(namespace).GetLogs(pods.Items[i].Name, &corev1.PodLogOptions{}).DoRaw(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		log.Write(text)
	}
	if !strings.Contains(log.String(), `"result":`) {
		t.Errorf("the log tells of no notice:\n%s", log.String())
	}
	return log.String()
}

// aNamespaceGoesAtOnce deletes the namespaces while notices are owed that nobody takes: first one without the operator, then
// its own.
func aNamespaceGoesAtOnce(t *testing.T) {
	t.Helper()
	behave(t, "down")
	for _, name := range []string{owed, notices} {
		wf := submit(t, name, "owed", shell("wait", "exec sleep 1000"))
		until(t, wf, "running, and its start told in vain", func(wf *v1alpha1.Workflow) bool {
			return running(wf) && wf.Status.StartNotice != nil && wf.Status.StartNotice.Attempts > 0
		})
		namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
		if err := cluster.Delete(t.Context(), namespace); err != nil {
			t.Fatal(err)
		}
		gone(t, namespace)
	}
}

// gone waits until a namespace is not there any more: its pods get their time to end, and nothing else is waited for.
func gone(t *testing.T, namespace *corev1.Namespace) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	watch, err := cluster.Watch(ctx, &corev1.NamespaceList{}, client.MatchingFields{"metadata.name": namespace.Name})
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Stop()
	for {
		if err := cluster.Get(ctx, client.ObjectKeyFromObject(namespace), namespace); apierrors.IsNotFound(err) {
			return
		}
		if _, more := <-watch.ResultChan(); !more {
			t.Fatalf("namespace %s is still there: %+v", namespace.Name, namespace.Status.Conditions)
		}
	}
}
