// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// The operator goes with its namespace, and there is nobody left to whom a workflow's pods and volumes would have to wait.
func TestANamespaceGoesWithTheOperatorInIt(t *testing.T) {
	needsLocalCluster(t)
	wf := submit(t, byHand, "gone", shell("wait", "exec sleep 1000"))
	provide(t, wf)
	until(t, wf, "running", running)
	goesAndComesBack(t, byHand)
	operatorReady(t, byHand)
}

// aNamespaceGoesAtOnce deletes a namespace while a notice is owed that nobody takes.
func aNamespaceGoesAtOnce(t *testing.T) {
	t.Helper()
	behave(t, "down")
	wf := submit(t, owed, "owed", shell("wait", "exec sleep 1000"))
	within(t, retrying, wf, "running, and its start told in vain", func(wf *v1alpha1.Workflow) bool {
		return running(wf) && wf.Status.StartNotice != nil && wf.Status.StartNotice.Attempts > 0
	})
	goesAndComesBack(t, owed)
}

// goesAndComesBack deletes a namespace, waits until it is gone, and brings back what was deployed there.
func goesAndComesBack(t *testing.T, name string) {
	t.Helper()
	deployed := deployedIn(t, name)
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
	if err := cluster.Delete(t.Context(), namespace); err != nil {
		t.Fatal(err)
	}
	gone(t, namespace)
	for _, o := range deployed {
		if err := cluster.Create(t.Context(), o); err != nil {
			t.Error(err)
		}
	}
}

// deployedIn are a namespace and what was deployed there, an operator or what one that watches it needs, to be created anew.
func deployedIn(t *testing.T, name string) []client.Object {
	t.Helper()
	namespace := &corev1.Namespace{}
	if err := cluster.Get(t.Context(), client.ObjectKey{Name: name}, namespace); err != nil {
		t.Fatal(err)
	}
	namespace.Spec = corev1.NamespaceSpec{}
	deployed := []client.Object{namespace}
	for _, list := range []client.ObjectList{
		&rbacv1.RoleList{}, &rbacv1.RoleBindingList{}, &corev1.ServiceAccountList{}, &networkingv1.NetworkPolicyList{},
		&corev1.ConfigMapList{}, &corev1.ServiceList{}, &appsv1.DeploymentList{},
	} {
		if err := cluster.List(t.Context(), list, client.InNamespace(name)); err != nil {
			t.Fatal(err)
		}
		items, err := meta.ExtractList(list)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range items {
			o := item.(client.Object)
			if madeByKubernetes[o.GetName()] || len(o.GetOwnerReferences()) > 0 || o.GetLabels()[v1alpha1.LabelManagedBy] == v1alpha1.ManagedBy {
				continue // The operator makes its own again.
			}
			if service, ok := o.(*corev1.Service); ok {
				service.Spec.ClusterIP, service.Spec.ClusterIPs = "", nil // Another may get it meanwhile.
			}
			deployed = append(deployed, o)
		}
	}
	for _, o := range deployed {
		o.SetUID("")
		o.SetResourceVersion("")
		o.SetManagedFields(nil)
	}
	return deployed
}

// madeByKubernetes are in every namespace.
var madeByKubernetes = map[string]bool{"default": true, "kube-root-ca.crt": true}

// gone waits until a namespace is not there any more: its pods get their time to end, and nothing else is waited for.
func gone(t *testing.T, namespace *corev1.Namespace) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
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
