// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	admission "k8s.io/api/admission/v1"
	admissionv1 "k8s.io/api/admissionregistration/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// nobody is asked at an address at which nobody listens.
func nobody(t *testing.T) admissionv1.WebhookClientConfig {
	t.Helper()
	return admissionv1.WebhookClientConfig{URL: new("https://" + closedPort(t) + "/")}
}

// denier denies whatever it is asked with a code, until it relents.
type denier struct {
	code    int32
	relents atomic.Bool
}

func (d *denier) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var review admission.AdmissionReview
	if err := json.NewDecoder(r.Body).Decode(&review); err != nil || review.Request == nil {
		http.Error(w, "no review", http.StatusBadRequest)
		return
	}
	review.Response = &admission.AdmissionResponse{UID: review.Request.UID, Allowed: d.relents.Load()}
	if !review.Response.Allowed {
		review.Response.Result = &metav1.Status{Code: d.code, Message: "not today"}
	}
	review.Request = nil
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(review) // The API server takes what breaks off for a failed call.
}

func (d *denier) listen(t *testing.T) admissionv1.WebhookClientConfig {
	t.Helper()
	s := httptest.NewTLSServer(d)
	t.Cleanup(s.Close)
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	return admissionv1.WebhookClientConfig{URL: new(s.URL), CABundle: ca}
}

// addWebhook makes the API server ask somebody before it takes a Job in the operator's namespace. It is in force when this
// returns, and gone at the latest when the test ends.
func (o *operator) addWebhook(t *testing.T, whom admissionv1.WebhookClientConfig) *admissionv1.ValidatingWebhookConfiguration {
	t.Helper()
	jobs := admissionv1.Rule{APIGroups: []string{"batch"}, APIVersions: []string{"v1"}, Resources: []string{"jobs"}}
	webhook := &admissionv1.ValidatingWebhookConfiguration{
		ObjectMeta: metav1.ObjectMeta{Name: o.namespace},
		Webhooks: []admissionv1.ValidatingWebhook{{
			Name:                    "jobs.example.com",
			ClientConfig:            whom,
			Rules:                   []admissionv1.RuleWithOperations{{Operations: []admissionv1.OperationType{admissionv1.Create}, Rule: jobs}},
			NamespaceSelector:       &metav1.LabelSelector{MatchLabels: map[string]string{corev1.LabelMetadataName: o.namespace}},
			FailurePolicy:           new(admissionv1.Fail),
			SideEffects:             new(admissionv1.SideEffectClassNone),
			TimeoutSeconds:          new(int32(5)),
			AdmissionReviewVersions: []string{"v1"},
		}},
	}
	if err := o.admin.Create(t.Context(), webhook); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.admin.Delete(context.Background(), webhook); client.IgnoreNotFound(err) != nil {
			t.Error(err)
		}
	})
	o.awaitNoJobs(t)
	return webhook
}

// closedPort is an address at which nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// awaitNoJobs tries until the API server takes no Job. It learns of a webhook a moment later, and nothing tells when.
func (o *operator) awaitNoJobs(t *testing.T) {
	t.Helper()
	tick, late := time.NewTicker(50*time.Millisecond), time.After(patience)
	defer tick.Stop()
	job := &batchv1.Job{ObjectMeta: metav1.ObjectMeta{Name: "trial", Namespace: o.namespace}}
	job.Spec.Template.Spec = corev1.PodSpec{RestartPolicy: corev1.RestartPolicyNever, Containers: []corev1.Container{{Name: "main", Image: "x"}}}
	for o.admin.Create(t.Context(), job.DeepCopy(), client.DryRunAll) == nil {
		select {
		case <-tick.C:
		case <-late:
			t.Fatal("the webhook never came into force")
		}
	}
}

// checkRefused waits until a workflow shows that its Job is refused, and why, and holds it against how one waits that may yet run.
func (o *operator) checkRefused(t *testing.T, wf *v1alpha1.Workflow, who, why string) {
	t.Helper()
	waits := o.awaitThis(t, wf, "it shows that its job is refused", func(wf *v1alpha1.Workflow) bool {
		c := meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionSucceeded)
		return c != nil && c.Reason == v1alpha1.ReasonRefused
	})
	got := meta.FindStatusCondition(waits.Status.Conditions, v1alpha1.ConditionSucceeded)
	if got.Status != metav1.ConditionUnknown || waits.Status.Phase != v1alpha1.PhaseConfiguring || waits.Status.Configure.State != v1alpha1.StepActive {
		t.Errorf("it does not wait: its phase is %s, and it says %+v", waits.Status.Phase, got)
	}
	if !strings.Contains(got.Message, who) || !strings.Contains(got.Message, why) {
		t.Errorf("it does not say who keeps it out, and why: %s", got.Message)
	}
	if jobs := o.left(t, &batchv1.JobList{}); len(jobs) > 0 {
		t.Errorf("there are %d jobs", len(jobs))
	}
}

// Nothing tells the operator that a webhook is back or gone: it tries again by itself, at the latest some seconds later.
func TestAJobThatADeadWebhookKeepsOutIsMadeWhenTheWebhookIsGone(t *testing.T) {
	o := startOperator(t)
	webhook := o.addWebhook(t, nobody(t))
	wf := o.create(t)
	o.checkRefused(t, wf, "jobs.example.com", "failed calling webhook")
	if err := o.admin.Delete(t.Context(), webhook); err != nil {
		t.Fatal(err)
	}
	ended := o.runToTheEnd(t, wf.Name)
	if attempts := ended.Status.Configure.Attempts; attempts != 1 {
		t.Errorf("it took %d attempts", attempts)
	}
}

// What a webhook denies it may let in later, whatever its code says: those of the first are also a server's that has a bad day,
// the second is what a webhook has that names none.
func TestAJobThatAWebhookDeniesIsMadeWhenTheWebhookRelents(t *testing.T) {
	for _, code := range []int32{http.StatusInternalServerError, http.StatusTooManyRequests, 0} {
		t.Run(strconv.Itoa(int(code)), func(t *testing.T) {
			o := startOperator(t)
			webhook := &denier{code: code}
			o.addWebhook(t, webhook.listen(t))
			wf := o.create(t)
			o.checkRefused(t, wf, "jobs.example.com", "denied the request: not today")
			webhook.relents.Store(true)
			ended := o.runToTheEnd(t, wf.Name)
			if attempts := ended.Status.Configure.Attempts; attempts != 1 {
				t.Errorf("it took %d attempts", attempts)
			}
		})
	}
}
