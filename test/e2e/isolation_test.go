// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"strings"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/isolation"
	"github.com/oceanprotocol/operator-engine/internal/isolation/preflight"
)

// publishedIsolation waits until what the operator knows of a namespace's isolation is what the test expects, and returns it.
func publishedIsolation(t *testing.T, namespace, reason string) map[string]string {
	t.Helper()
	return publishedUntil(t, namespace, func(data map[string]string) bool { return data["reason"] == reason })
}

// publishedUntil waits until what the operator knows of a namespace is what the test expects, and returns it.
func publishedUntil(t *testing.T, namespace string, expected func(map[string]string) bool) map[string]string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	watch, err := cluster.Watch(ctx, &corev1.ConfigMapList{}, client.InNamespace(namespace), client.MatchingFields{"metadata.name": preflight.ConfigMapName})
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Stop()
	var last map[string]string
	for event := range watch.ResultChan() {
		if c, ok := event.Object.(*corev1.ConfigMap); ok {
			if last = c.Data; expected(last) {
				return last
			}
		}
	}
	t.Fatalf("it never was as expected but %v", last)
	return nil
}

// The local cluster's network plugin enforces no policy, and the operator notices. Runner's filter does not need one.
func TestTheOperatorFindsOutThatPoliciesAreNotEnforcedAndTheFilterHolds(t *testing.T) {
	needsLocalCluster(t)
	t.Parallel()
	for _, namespace := range []string{toIPFS, toS3} {
		found := publishedIsolation(t, namespace, isolation.ReasonNotEnforced)
		if found["PoliciesEnforced"] != "False" || found["FilterHolds"] != "True" {
			t.Errorf("%s: it says %v", namespace, found)
		}
		for _, reached := range []string{"api-server/tcp", "pod/tcp", "pod/udp"} {
			if !strings.Contains(found["message"], reached) {
				t.Errorf("%s: it did not reach %s: %s", namespace, reached, found["message"])
			}
		}
	}
}

// The local cluster's nodes limit processes. Its default class of volumes has folders of the node, whose sizes nobody keeps,
// and another has file systems of their own.
func TestTheOperatorFindsOutWhatHasNoEnd(t *testing.T) {
	needsLocalCluster(t)
	t.Parallel()
	for namespace, sized := range map[string]string{toIPFS: "False", strict: "True"} {
		found := publishedUntil(t, namespace, func(data map[string]string) bool { return data["VolumesSized"] == sized })
		if found["ProcessesLimited"] != "True" || strings.Contains(found["warnings"], "podPidsLimit") || strings.Contains(found["warnings"], "STORAGE_CLASS") != (sized == "False") {
			t.Errorf("%s: it says %v", namespace, found)
		}
	}
}

// Where a quota allows no Job, nothing is known, and why is said.
func TestIsolationIsUnknownWhereProbesCannotRun(t *testing.T) {
	t.Parallel()
	if found := publishedIsolation(t, "ocean-compute-quota", isolation.ReasonNotProbed); found["PoliciesEnforced"] != "Unknown" || !strings.Contains(found["message"], "exceeded quota") {
		t.Errorf("it says %v", found)
	}
}

// No probe outlives its round.
func TestNothingIsLeftOfProbes(t *testing.T) {
	t.Parallel()
	publishedIsolation(t, toS3, isolation.ReasonNotEnforced)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	watch, err := cluster.Watch(ctx, &batchv1.JobList{}, client.InNamespace(toS3), client.HasLabels{v1alpha1.LabelProbe})
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Stop()
	for {
		var jobs batchv1.JobList
		if err := cluster.List(ctx, &jobs, client.InNamespace(toS3), client.HasLabels{v1alpha1.LabelProbe}); err != nil {
			t.Fatal(err)
		}
		if len(jobs.Items) == 0 {
			return
		}
		if _, more := <-watch.ResultChan(); !more {
			t.Fatalf("there still are %d probes", len(jobs.Items))
		}
	}
}

func TestThePolicyThatDeniesAlgorithmsComesBackWhenItIsDeleted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	watch, err := cluster.Watch(ctx, &networkingv1.NetworkPolicyList{}, client.InNamespace(toS3), client.MatchingFields{"metadata.name": isolation.PolicyName})
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Stop()
	var deleted *metav1.ObjectMeta
	for event := range watch.ResultChan() {
		p, ok := event.Object.(*networkingv1.NetworkPolicy)
		switch {
		case !ok || deleted != nil && p.UID == deleted.UID:
		case deleted != nil:
			if care := isolation.CareFor(p); care != isolation.CareNone {
				t.Errorf("it needs %s", care)
			}
			return
		default:
			deleted = p.ObjectMeta.DeepCopy()
			if err := cluster.Delete(ctx, p); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Fatal("it did not come back")
}
