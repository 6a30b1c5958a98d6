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
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/receivers/trial"
	"github.com/oceanprotocol/operator-engine/test/search"
)

const (
	// away is how long the backend is down at first.
	away = time.Minute
	// onTime is how long a workflow may take that does next to nothing, beside other tests and with its operator killed.
	onTime = 2 * time.Minute
	// retrying is how long a notice may take: its pauses have grown to five minutes by then.
	retrying = 10 * time.Minute
)

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
	within(t, retrying, early, "told in vain for a minute", func(wf *v1alpha1.Workflow) bool {
		n := wf.Status.StartNotice
		return n != nil && n.LastAttemptTime != nil && n.LastAttemptTime.After(down.Add(away)) && strings.Contains(n.Message, "could not be reached")
	})

	behave(t, "fail")
	late := submit(t, notices, "late", shell("count", once))
	until(t, late, "running", running)
	quiet(t, secrets, late)
	within(t, retrying, late, "refused", startSays("answered 500"))
	quiet(t, secrets, late)
	killOperator(t, notices)
	behave(t, "hang")
	within(t, retrying, late, "kept waiting", startSays("did not answer within 3s"))
	endsOnTime(t, late)

	behave(t, "accept")
	for _, wf := range []*v1alpha1.Workflow{early, late} {
		told := within(t, retrying, wf, "told of", func(wf *v1alpha1.Workflow) bool {
			return !meta.IsStatusConditionPresentAndEqual(wf.Status.Conditions, v1alpha1.ConditionStartNotified, metav1.ConditionUnknown) &&
				meta.IsStatusConditionTrue(wf.Status.Conditions, v1alpha1.ConditionStopNotified)
		})
		acceptedInOrder(t, told)
		nothingLeft(t, told)
	}
	quiet(t, secrets, late)
	aNamespaceGoesAtOnce(t)
}

// needsNoticesOperator stops where nobody has deployed the operator that sends notices.
func needsNoticesOperator(t *testing.T) {
	t.Helper()
	if err := cluster.Get(t.Context(), client.ObjectKey{Namespace: notices, Name: "operator-engine"}, &appsv1.Deployment{}); err != nil {
		t.Fatalf("there is no operator that sends notices, run make test-e2e, or hack/deploy.sh notices with IMAGE_TAR: %v", err)
	}
	if err := cluster.Get(t.Context(), client.ObjectKey{Name: owed}, &corev1.Namespace{}); err != nil {
		t.Fatalf("its other namespace is not there, run the same: %v", err)
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
	if took := ended.Status.CompletionTime.Sub(ended.Status.StartTime.Time); took > onTime {
		t.Errorf("%s took %s", wf.Name, took)
	}
	if !meta.IsStatusConditionPresentAndEqual(ended.Status.Conditions, v1alpha1.ConditionStartNotified, metav1.ConditionUnknown) {
		t.Error("it waited until its start was accepted")
	}
}

// acceptedInOrder checks that the backend accepted one start and then one stop, and that all that was tried is known by the
// same ids and signed. Where the machine is slow, an answer may come too late and a notice be accepted again: what counts is
// which came first, and what the backend understood last.
func acceptedInOrder(t *testing.T, wf *v1alpha1.Workflow) {
	t.Helper()
	var order []string
	said := map[string]string{}
	for _, d := range deliveries(t, wf) {
		verify(t, wf, d)
		id := d.Headers["webhook-id"]
		if d.Mode != "accept" {
			continue
		}
		if said[id] == "" {
			order = append(order, id)
		}
		said[id] = "start" // Its code is that of the moment of its attempt.
		if d.event() != "start" {
			said[id] = strings.Join([]string{d.event(), d.Headers["ocean-code"], d.Headers["ocean-start-notice"]}, " ")
		}
	}
	var accepted []string
	for _, id := range order {
		accepted = append(accepted, said[id])
	}
	want := []string{"start", "stop 70 delivered"}
	if c := meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionStartNotified); c.Reason == v1alpha1.ReasonOvertaken {
		want[1] = "stop 70 undelivered" // The backend changed its mind between the last try of the start and the stop.
		if len(accepted) == 1 {
			want = want[1:]
		}
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

// operatorLog is what the operator has said since it was started last. One that was just killed has no log for a moment.
func operatorLog(t *testing.T, namespace string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	pods := []client.ListOption{client.InNamespace(namespace), client.MatchingLabels{"app.kubernetes.io/name": "operator-engine"}}
	watch, err := cluster.Watch(ctx, &corev1.PodList{}, pods...)
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Stop()
	for {
		log, err := podLogs(ctx, namespace, pods)
		if err == nil {
			if !strings.Contains(log, `"result":`) {
				t.Errorf("the log tells of no notice:\n%s", log)
			}
			return log
		}
		if _, more := <-watch.ResultChan(); !more {
			t.Fatalf("read the operator's log: %v", err)
		}
	}
}

func podLogs(ctx context.Context, namespace string, which []client.ListOption) (string, error) {
	clientset, err := kubernetes.NewForConfig(clusterConfig)
	if err != nil {
		return "", err
	}
	var pods corev1.PodList
	if err := cluster.List(ctx, &pods, which...); err != nil {
		return "", err
	}
	var log strings.Builder
	for i := range pods.Items {
		text, err := clientset.CoreV1().Pods(namespace).GetLogs(pods.Items[i].Name, &corev1.PodLogOptions{}).DoRaw(ctx)
		if err != nil {
			return "", err
		}
		log.Write(text)
	}
	return log.String(), nil
}
