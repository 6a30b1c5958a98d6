// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/internal/controller"
	"github.com/oceanprotocol/operator-engine/internal/isolation"
)

// policies adds whoever keeps the network policies.
func (o *operator) policies(t *testing.T) *controller.Policies {
	t.Helper()
	p := &controller.Policies{
		Client: o.manager.GetClient(), Live: o.manager.GetAPIReader(), Recorder: o.manager.GetEventRecorder("operator-engine"),
		Namespaces: []string{o.namespace},
	}
	if err := p.SetupWithManager(o.manager); err != nil {
		t.Fatal(err)
	}
	return p
}

// keepingPolicies is an operator with its own rights that keeps the policy of a namespace.
func keepingPolicies(t *testing.T, namespace string) *operator {
	t.Helper()
	o, _ := newOperator(t, ownRights(t, namespace), namespace, clock.RealClock{})
	o.policies(t)
	o.start(t)
	return o
}

// awaitPolicy waits until the policy stands as it shall and fulfils the condition.
func (o *operator) awaitPolicy(t *testing.T, what string, fulfilled func(*networkingv1.NetworkPolicy) bool) *networkingv1.NetworkPolicy {
	t.Helper()
	return await(t, o, &networkingv1.NetworkPolicyList{}, what, func(p *networkingv1.NetworkPolicy) bool {
		return isolation.CareFor(p) == isolation.CareNone && fulfilled(p)
	})
}

func (o *operator) awaitEvent(t *testing.T, about, reason string) *corev1.Event {
	t.Helper()
	return await(t, o, &corev1.EventList{}, "there is an event "+reason, func(e *corev1.Event) bool {
		return e.InvolvedObject.Name == about && e.Reason == reason
	})
}

func TestThePolicyThatDeniesAlgorithmsIsMadeAndPutBack(t *testing.T) {
	o := keepingPolicies(t, namespace(t, admin(t)))
	first := o.awaitPolicy(t, "there is a policy", func(*networkingv1.NetworkPolicy) bool { return true })
	if diff := cmp.Diff(isolation.Policy(o.namespace).Spec, first.Spec); diff != "" {
		t.Error(diff)
	}
	if err := o.admin.Delete(t.Context(), first.DeepCopy()); err != nil {
		t.Fatal(err)
	}
	second := o.awaitPolicy(t, "there is another", func(p *networkingv1.NetworkPolicy) bool { return p.UID != first.UID })
	for name, alter := range map[string]func(*networkingv1.NetworkPolicySpec){
		"everything may leave": func(s *networkingv1.NetworkPolicySpec) { s.Egress = []networkingv1.NetworkPolicyEgressRule{{}} },
		"it selects nobody":    func(s *networkingv1.NetworkPolicySpec) { s.PodSelector.MatchLabels = map[string]string{"no": "body"} },
	} {
		altered := second.DeepCopy()
		alter(&altered.Spec)
		if err := o.admin.Patch(t.Context(), altered, client.MergeFrom(second)); err != nil {
			t.Fatal(err)
		}
		second = o.awaitPolicy(t, "it is put back when "+name, func(p *networkingv1.NetworkPolicy) bool {
			return p.UID == altered.UID && p.Generation > altered.Generation
		})
	}
	o.awaitEvent(t, second.Name, "PolicyRestored")
}

func TestAPolicyThatIsSomebodyElsesIsLeftAlone(t *testing.T) {
	namespace := namespace(t, admin(t))
	theirs := &networkingv1.NetworkPolicy{
		ObjectMeta: metav1.ObjectMeta{Name: isolation.PolicyName, Namespace: namespace},
		Spec:       networkingv1.NetworkPolicySpec{PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}},
	}
	if err := admin(t).Create(t.Context(), theirs); err != nil {
		t.Fatal(err)
	}
	o := keepingPolicies(t, namespace)
	o.awaitEvent(t, theirs.Name, "NameTaken")
	var now networkingv1.NetworkPolicy
	if err := o.admin.Get(t.Context(), client.ObjectKeyFromObject(theirs), &now); err != nil {
		t.Fatal(err)
	}
	if now.ResourceVersion != theirs.ResourceVersion || !equality.Semantic.DeepEqual(now.Spec, theirs.Spec) {
		t.Errorf("it was changed to %+v", now)
	}
	if err := o.admin.Delete(t.Context(), &now); err != nil {
		t.Fatal(err)
	}
	o.awaitPolicy(t, "ours takes its place", func(p *networkingv1.NetworkPolicy) bool { return p.UID != theirs.UID })
}

// What the operator does not need for its policy it may not do to the policies of others.
func TestTheOperatorMayNotTouchOtherPolicies(t *testing.T) {
	namespace := namespace(t, admin(t))
	c, err := client.New(ownRights(t, namespace), client.Options{Scheme: newScheme()})
	if err != nil {
		t.Fatal(err)
	}
	other := isolation.Policy(namespace)
	other.Name = "others"
	if err := admin(t).Create(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{
		"get":    c.Get(t.Context(), client.ObjectKeyFromObject(other), other.DeepCopy()),
		"list":   c.List(t.Context(), &networkingv1.NetworkPolicyList{}, client.InNamespace(namespace)),
		"patch":  c.Patch(t.Context(), other.DeepCopy(), client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"labels":{"a":"b"}}}`))),
		"delete": c.Delete(t.Context(), other.DeepCopy()),
	} {
		if !apierrors.IsForbidden(err) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
