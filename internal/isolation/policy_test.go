// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package isolation

import (
	"testing"

	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

func TestWhatIsDoneAboutAPolicy(t *testing.T) {
	altered := func(f func(*networkingv1.NetworkPolicy)) *networkingv1.NetworkPolicy {
		p := Policy("ocean-compute")
		f(p)
		return p
	}
	for _, tc := range []struct {
		name  string
		found *networkingv1.NetworkPolicy
		want  Care
	}{
		{"there is none", nil, CareCreate},
		{"it stands as it shall", Policy("ocean-compute"), CareNone},
		{"somebody added a label", altered(func(p *networkingv1.NetworkPolicy) { p.Labels["team"] = "x" }), CareNone},
		{"it selects nothing any more", altered(func(p *networkingv1.NetworkPolicy) {
			p.Spec.PodSelector = metav1.LabelSelector{MatchLabels: map[string]string{"a": "b"}}
		}), CareRestore},
		{"it denies one way only", altered(func(p *networkingv1.NetworkPolicy) { p.Spec.PolicyTypes = p.Spec.PolicyTypes[:1] }), CareRestore},
		{"it lets everything out", altered(func(p *networkingv1.NetworkPolicy) { p.Spec.Egress = []networkingv1.NetworkPolicyEgressRule{{}} }), CareRestore},
		{"it lets everything in", altered(func(p *networkingv1.NetworkPolicy) { p.Spec.Ingress = []networkingv1.NetworkPolicyIngressRule{{}} }), CareRestore},
		{"it is being deleted", altered(func(p *networkingv1.NetworkPolicy) {
			p.DeletionTimestamp, p.Spec.PolicyTypes = new(metav1.Now()), nil
		}), CareNone},
		{"it is somebody else's", altered(func(p *networkingv1.NetworkPolicy) { p.Labels = nil }), CareTaken},
		{"it is another program's", altered(func(p *networkingv1.NetworkPolicy) { p.Labels[v1alpha1.LabelManagedBy] = "argo" }), CareTaken},
		{"it is somebody else's and as it shall be", altered(func(p *networkingv1.NetworkPolicy) { p.Labels, p.Spec.PolicyTypes = nil, nil }), CareTaken},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := CareFor(tc.found); got != tc.want {
				t.Errorf("it needs %s", got)
			}
		})
	}
}

func TestThePolicySelectsWhoHasNoNetworkAndNobodyElse(t *testing.T) {
	selector, err := metav1.LabelSelectorAsSelector(&Policy("ocean-compute").Spec.PodSelector)
	if err != nil {
		t.Fatal(err)
	}
	const component, network = v1alpha1.LabelComponent, v1alpha1.LabelNetwork
	for _, tc := range []struct {
		name string
		pod  labels.Set
		want bool
	}{
		{"an algorithm", labels.Set{component: "algorithm"}, true},
		{"a filter", labels.Set{component: "filter"}, true},
		{"an algorithm with a network that nobody knows", labels.Set{component: "algorithm", network: "Mesh"}, true},
		{"an algorithm that was given a network", labels.Set{component: "algorithm", network: "Allowed"}, false},
		{"configure", labels.Set{component: "configure"}, false},
		{"publish", labels.Set{component: "publish"}, false},
		{"a control", labels.Set{component: v1alpha1.ComponentProbe}, false},
		{"the operator", labels.Set{"app.kubernetes.io/name": "operator-engine"}, false},
	} {
		if selector.Matches(tc.pod) != tc.want {
			t.Errorf("%s: selected is %t", tc.name, !tc.want)
		}
	}
}
