// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"crypto/tls"
	"io"
	"net/http"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/test/reach"
)

// operatorReady waits until the pod of a namespace's operator serves again.
func operatorReady(t *testing.T, namespace string) {
	t.Helper()
	watch, err := cluster.Watch(t.Context(), &appsv1.DeploymentList{}, client.InNamespace(namespace),
		&client.ListOptions{Raw: &metav1.ListOptions{ResourceVersion: "0"}})
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Stop()
	for event := range watch.ResultChan() {
		if d, ok := event.Object.(*appsv1.Deployment); ok && d.Status.ReadyReplicas > 0 {
			return
		}
	}
	t.Fatal("the operator did not come back")
}

func TestMetricsAreForThoseWhoMayReadThem(t *testing.T) {
	t.Parallel()
	const url = "https://operator-engine-metrics." + toIPFS + ".svc.cluster.local:8443/metrics"
	if status, _ := scrape(t, url, ""); status != http.StatusUnauthorized {
		t.Errorf("a stranger got %d", status)
	}
	account := scraper(t)
	if status, _ := scrape(t, url, token(t, account)); status != http.StatusForbidden {
		t.Errorf("an account without rights got %d", status)
	}
	allow(t, account)
	if status, _ := scrape(t, url, token(t, account)); status != http.StatusOK {
		t.Errorf("an account that may read metrics got %d", status)
	}
}

// scraper is an account without rights, until the test is over.
func scraper(t *testing.T) *corev1.ServiceAccount {
	t.Helper()
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{GenerateName: "scraper-", Namespace: storage}}
	create(t, account)
	return &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: account.Name, Namespace: storage}}
}

// allow lets an account read metrics until the test is over.
func allow(t *testing.T, account *corev1.ServiceAccount) {
	t.Helper()
	create(t, &rbacv1.ClusterRoleBinding{
		ObjectMeta: metav1.ObjectMeta{GenerateName: "scraper-"},
		Subjects:   []rbacv1.Subject{{Kind: "ServiceAccount", Name: account.Name, Namespace: storage}},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: "operator-engine-metrics-reader"},
	})
}

// create makes an object that goes when the test is over.
func create(t *testing.T, o client.Object) {
	t.Helper()
	if err := cluster.Create(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cluster.Delete(context.Background(), o); client.IgnoreNotFound(err) != nil {
			t.Error(err)
		}
	})
}

func token(t *testing.T, account *corev1.ServiceAccount) string {
	t.Helper()
	request := &authenticationv1.TokenRequest{}
	if err := cluster.SubResource("token").Create(t.Context(), account, request); err != nil {
		t.Fatal(err)
	}
	return request.Status.Token
}

func scrape(t *testing.T, url, token string) (status int, text string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	// The certificate is the operator's own, made at its start.
	insecure := reach.Transport.Clone()
	insecure.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
	defer insecure.CloseIdleConnections()
	answer, err := (&http.Client{Transport: insecure}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}
