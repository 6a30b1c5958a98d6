// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"net/http"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/render"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

func TestBothNoticesCostThreeWritesMoreAndLeaveNothing(t *testing.T) {
	backend := newReceiver(t)
	o := startOperator(t, backend.settings()...)
	wf := o.create(t)
	o.runToTheEnd(t, wf.Name)
	await(t, o, &v1alpha1.WorkflowList{}, "both notices are accepted", func(wf *v1alpha1.Workflow) bool {
		return meta.IsStatusConditionTrue(wf.Status.Conditions, v1alpha1.ConditionStartNotified) &&
			meta.IsStatusConditionTrue(wf.Status.Conditions, v1alpha1.ConditionStopNotified)
	})
	o.awaitNothingLeft(t)
	if n := o.calls.writes(); n > 17 {
		t.Errorf("the operator wrote %d times, more than 17", n)
	}
	t.Logf("writes per workflow with both notices: %d", o.calls.writes())

	if kept := o.notices.Answers(wf.UID); len(kept) != 0 {
		t.Errorf("what nobody needs any more is kept: %v", kept)
	}
	all := backend.await(t, 2)
	if len(all) != 2 || all[0].event != "start" || all[1].event != "stop" || all[1].code != "70" || all[1].start != "delivered" {
		t.Errorf("the backend was told %+v", all)
	}
	if all[0].body != all[1].body || !strings.Contains(all[0].body, `"jobId": "word-count"`) {
		t.Errorf("the bodies are %s and %s", all[0].body, all[1].body)
	}
}

func TestWhatTheBackendMustAcceptWaitsForIt(t *testing.T) {
	backend := newReceiver(t)
	backend.answers(func(string) (int, string) { return http.StatusServiceUnavailable, "come back later" })
	o := startOperator(t, backend.settings("NOTIFY_START_REQUIRED", "true")...)
	o.create(t)
	await(t, o, &v1alpha1.WorkflowList{}, "it says what it waits for", func(wf *v1alpha1.Workflow) bool {
		c := meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionAdmitted)
		return c != nil && c.Reason == v1alpha1.ReasonWaitingForStart && wf.Status.StartNotice.Attempts == 1
	})
	backend.answers(func(string) (int, string) { return http.StatusOK, "" })
	o.awaitPhase(t, "word-count", v1alpha1.PhaseConfiguring)
}

func TestWhatTheBackendRefusesNeverBegins(t *testing.T) {
	backend := newReceiver(t)
	backend.answers(func(string) (int, string) { return http.StatusPaymentRequired, "the order is not paid" })
	o := startOperator(t, backend.settings("NOTIFY_START_REQUIRED", "true")...)
	o.create(t)
	wf := o.awaitPhase(t, "word-count", v1alpha1.PhaseFailed)
	c := meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionSucceeded)
	if c.Reason != v1alpha1.ReasonStartRefused || !strings.Contains(c.Message, "the order is not paid") || wf.Status.Configure != nil {
		t.Errorf("it says %+v", c)
	}
	o.awaitNothingLeft(t)
	if all := backend.await(t, 1); len(all) != 1 {
		t.Errorf("the backend was told %+v", all)
	}
}

// A workflow is deleted while it runs: nothing waits, the backend hears of it, and then nothing is left.
func TestTheBackendHearsOfADeletedWorkflow(t *testing.T) {
	backend := newReceiver(t)
	o := startOperator(t, backend.settings()...)
	wf := o.create(t)
	o.pod(t, "word-count-configure-job")
	backend.await(t, 1)
	if err := o.admin.Delete(t.Context(), wf); err != nil {
		t.Fatal(err)
	}
	o.awaitThat(t, &v1alpha1.WorkflowList{}, "the workflow is gone", func() bool {
		return client.IgnoreNotFound(o.admin.Get(t.Context(), client.ObjectKeyFromObject(wf), wf)) == nil
	})
	all := backend.await(t, 2)
	if all[1].event != "stop" || all[1].start != "delivered" || all[1].id != string(wf.UID)+"-stop" {
		t.Errorf("the backend was told %+v", all)
	}
	o.awaitThat(t, &corev1.ConfigMapList{}, "the document is gone", func() bool {
		var documents corev1.ConfigMapList
		if err := o.admin.List(t.Context(), &documents, client.InNamespace(o.namespace), client.HasLabels{v1alpha1.LabelWorkflowUID}); err != nil {
			t.Fatal(err)
		}
		return len(documents.Items) == 0
	})
	if all := backend.await(t, 2); len(all) != 2 {
		t.Errorf("the end was told more than once: %+v", all)
	}
	if kept := o.notices.Answers(wf.UID); len(kept) != 0 {
		t.Errorf("what nobody needs any more is kept: %v", kept)
	}
}

// The secret is part of both notices, and must be there although the run ended for want of its volumes.
func TestTheBackendHearsOfAWorkflowWhoseVolumesAreRefused(t *testing.T) {
	backend := newReceiver(t)
	o := startOperator(t, backend.settings()...)
	theirs := claimNamed(o.namespace, "word-count-data")
	if err := o.admin.Create(t.Context(), theirs); err != nil {
		t.Fatal(err)
	}
	wf := o.create(t)
	all := backend.await(t, 2)
	if all[0].event != "start" || all[1].event != "stop" || all[1].code != "22" || all[1].start != "delivered" || all[0].body != all[1].body {
		t.Errorf("the backend was told %+v", all)
	}
	ended := o.awaitPhase(t, wf.Name, v1alpha1.PhaseFailed)
	if c := meta.FindStatusCondition(ended.Status.Conditions, v1alpha1.ConditionSucceeded); c.Reason != v1alpha1.ReasonNameTaken {
		t.Errorf("it says %+v", c)
	}
	o.awaitNothingLeft(t)
}

// A receiver that fails is seen in the condition, with the write that the attempt costs anyway.
func TestTheConditionSaysWhyANoticeDoesNotGetThrough(t *testing.T) {
	backend := newReceiver(t)
	backend.answers(func(string) (int, string) { return http.StatusInternalServerError, "the ledger is locked" })
	o := startOperator(t, backend.settings()...)
	o.create(t)
	await(t, o, &v1alpha1.WorkflowList{}, "the condition says why", func(wf *v1alpha1.Workflow) bool {
		c := meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionStartNotified)
		return c != nil && c.Reason == v1alpha1.ReasonRetrying && strings.Contains(c.Message, "the ledger is locked") && wf.Status.StartNotice.Attempts == 1
	})
}

// The end of a deleted workflow that nobody took is told to people: there is no status any more in which it could stand.
func TestPeopleHearOfAnEndThatTheBackendNeverTook(t *testing.T) {
	backend := newReceiver(t)
	backend.answers(func(event string) (int, string) {
		if event == "stop" {
			return http.StatusInternalServerError, ""
		}
		return http.StatusOK, ""
	})
	o := startOperator(t, backend.settings("NOTIFY_DELETED_TIME", "0")...)
	wf := o.create(t)
	o.pod(t, "word-count-configure-job")
	backend.await(t, 1)
	if err := o.admin.Delete(t.Context(), wf); err != nil {
		t.Fatal(err)
	}
	await(t, o, &corev1.EventList{}, "there is a warning", func(e *corev1.Event) bool {
		return e.InvolvedObject.UID == wf.UID && e.Type == corev1.EventTypeWarning && e.Reason == v1alpha1.ReasonUndeliverable
	})
}

// The document goes with its namespace, or with whoever tidies up: people hear what was lost by that, and the operator forgets it.
func TestWhatIsOwedOfADeletedWorkflowIsLostWithItsDocument(t *testing.T) {
	backend := newReceiver(t)
	backend.answers(func(string) (int, string) { return http.StatusInternalServerError, "" })
	o := startOperator(t, backend.settings()...)
	wf := o.create(t)
	o.pod(t, "word-count-configure-job")
	backend.await(t, 1)
	if err := o.admin.Delete(t.Context(), wf); err != nil {
		t.Fatal(err)
	}
	await(t, o, &corev1.ConfigMapList{}, "it waits", func(c *corev1.ConfigMap) bool { return c.Name == render.DocumentName(wf)+"-gone" })
	document := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: render.DocumentName(wf), Namespace: o.namespace}}
	if err := o.admin.Delete(t.Context(), document); err != nil {
		t.Fatal(err)
	}
	await(t, o, &corev1.EventList{}, "there is a warning", func(e *corev1.Event) bool {
		return e.InvolvedObject.UID == wf.UID && e.Reason == v1alpha1.ReasonUndeliverable && strings.Contains(e.Message, "took its document away")
	})
	o.awaitThat(t, &corev1.EventList{}, "all is forgotten", func() bool { return len(o.notices.Answers(wf.UID)) == 0 })
}

// A receiver that never comes back does not keep a deleted workflow's name from being used again.
func TestAnOwedNoticeIsNotInTheWayOfTheNextWorkflowOfThatName(t *testing.T) {
	backend := newReceiver(t)
	backend.answers(func(string) (int, string) { return http.StatusInternalServerError, "" })
	o := startOperator(t, backend.settings()...)
	wf := o.create(t)
	o.awaitPhase(t, wf.Name, v1alpha1.PhaseConfiguring)
	backend.await(t, 1)
	if err := o.admin.Delete(t.Context(), wf); err != nil {
		t.Fatal(err)
	}
	o.awaitThat(t, &v1alpha1.WorkflowList{}, "the name is free", func() bool {
		next := gen.Workflow(gen.InNamespace(o.namespace))
		next.UID = ""
		return o.admin.Create(t.Context(), next) == nil
	})
	o.awaitJob(t, "word-count-configure-job")
	o.awaitThat(t, &v1alpha1.WorkflowList{}, "the new one has begun", func() bool {
		var now v1alpha1.Workflow
		return o.admin.Get(t.Context(), client.ObjectKeyFromObject(wf), &now) == nil && now.Status.Phase == v1alpha1.PhaseConfiguring && now.UID != wf.UID
	})
}
