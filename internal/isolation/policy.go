// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package isolation

import (
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// PolicyName is the name of the policy in every watched namespace. The operator's role names it, too.
const PolicyName = "operator-engine-algorithms"

// Policy denies the pods of algorithms and filters all traffic, either way, but for algorithms that were given a network.
// An unlabelled pod is denied: who forgets the label of what is open loses a network, and gains none.
func Policy(namespace string) *networkingv1.NetworkPolicy {
	return &networkingv1.NetworkPolicy{
		ObjectMeta: metav1.ObjectMeta{
			Name: PolicyName, Namespace: namespace,
			Labels: map[string]string{v1alpha1.LabelManagedBy: v1alpha1.ManagedBy},
		},
		Spec: networkingv1.NetworkPolicySpec{
			PodSelector: metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{
				{Key: v1alpha1.LabelComponent, Operator: metav1.LabelSelectorOpIn, Values: []string{string(v1alpha1.StepAlgorithm), string(v1alpha1.StepFilter)}},
				{Key: v1alpha1.LabelNetwork, Operator: metav1.LabelSelectorOpNotIn, Values: []string{string(v1alpha1.NetworkAllowed)}},
			}},
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress},
		},
	}
}

// Care is what a namespace's policy needs.
type Care string

// What a policy can need.
const (
	// CareNone is for one that stands as it shall, or that is going: its end is seen, and brings a new one.
	CareNone Care = "None"
	// CareCreate is for one that is not there.
	CareCreate Care = "Create"
	// CareRestore is for one of ours that somebody altered.
	CareRestore Care = "Restore"
	// CareTaken is for one that has the name and is not ours. It is not touched.
	CareTaken Care = "Taken"
)

// CareFor says what is to be done about the policy that was found, nil if there is none.
func CareFor(found *networkingv1.NetworkPolicy) Care {
	switch {
	case found == nil:
		return CareCreate
	case found.Labels[v1alpha1.LabelManagedBy] != v1alpha1.ManagedBy:
		return CareTaken
	case !found.DeletionTimestamp.IsZero(), equality.Semantic.DeepEqual(found.Spec, Policy(found.Namespace).Spec):
		return CareNone
	}
	return CareRestore
}
