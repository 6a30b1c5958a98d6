// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"errors"
	"os"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// killOperator takes the operator of a namespace away as a lost machine would: on the local cluster with SIGKILL, so that it
// can neither finish what it does nor give its lease back, and its pod with it.
func killOperator(t *testing.T, namespace string) {
	t.Helper()
	operator := client.MatchingLabels{"app.kubernetes.io/name": "operator-engine"}
	var pods corev1.PodList
	if err := cluster.List(t.Context(), &pods, client.InNamespace(namespace), operator); err != nil {
		t.Fatal(err)
	}
	for i := range pods.Items {
		if err := killProcesses(pods.Items[i].UID, "manager"); err != nil {
			t.Fatalf("kill the operator in pod %s: %v", pods.Items[i].Name, err)
		}
	}
	if err := cluster.DeleteAllOf(t.Context(), &corev1.Pod{}, client.InNamespace(namespace), operator, client.GracePeriodSeconds(0)); err != nil {
		t.Fatal(err)
	}
}

// killProcesses sends SIGKILL to a pod's processes of a name, which are this machine's if the cluster is.
func killProcesses(pod types.UID, name string) error {
	if os.Getenv("LOCAL_CLUSTER") == "" {
		return nil
	}
	found, err := processesOf(pod, name)
	for _, p := range found {
		err = errors.Join(err, p.end())
	}
	return err
}
