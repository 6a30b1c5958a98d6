// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"context"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/events"
	"k8s.io/client-go/util/workqueue"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
	"sigs.k8s.io/controller-runtime/pkg/source"

	"github.com/oceanprotocol/operator-engine/internal/isolation"
)

// A create cannot be bound to a name: the name is not known when it is authorized.
// +kubebuilder:rbac:groups=networking.k8s.io,namespace=ocean-compute,resources=networkpolicies,verbs=create
// +kubebuilder:rbac:groups=networking.k8s.io,namespace=ocean-compute,resources=networkpolicies,resourceNames=operator-engine-algorithms,verbs=get;list;watch;patch

// Policies keeps the network policy that denies algorithms all traffic in every watched namespace.
type Policies struct {
	Client client.Client
	// Live reads from the API server itself: policies change so seldom that no cache is worth its doubts.
	Live     client.Reader
	Recorder events.EventRecorder
	// Namespaces are those that are watched.
	Namespaces []string
}

// The reasons of events about policies.
const (
	reasonPolicyRestored = "PolicyRestored"
	reasonPolicyTaken    = "NameTaken"
)

// namespaceAway is how soon to look again after a namespace was found to be going, or gone: it may come back, and no event
// of a policy would tell.
const namespaceAway = 30 * time.Second

// maxPolicyPause bounds the pauses after errors. Algorithms may be about to run.
const maxPolicyPause = time.Minute

// Reconcile looks after the policy of one namespace.
func (p *Policies) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	err := p.Keep(ctx, req.Namespace)
	if apierrors.HasStatusCause(err, corev1.NamespaceTerminatingCause) || apierrors.IsNotFound(err) {
		return ctrl.Result{RequeueAfter: namespaceAway}, nil
	}
	return ctrl.Result{}, err
}

// Keep brings about that the policy of a namespace stands as it shall, unless somebody else's has its name.
func (p *Policies) Keep(ctx context.Context, namespace string) error {
	found, err := p.find(ctx, namespace)
	if err != nil {
		return err
	}
	wanted, log := isolation.Policy(namespace), log.FromContext(ctx)
	switch isolation.CareFor(found) {
	case isolation.CareCreate:
		if err := p.Client.Create(ctx, wanted, strictly); err != nil {
			return fmt.Errorf("create network policy %s/%s: %w", namespace, wanted.Name, err)
		}
		log.Info("Created network policy", "namespace", namespace, "name", wanted.Name)
	case isolation.CareRestore:
		before := found.DeepCopy()
		found.Spec = wanted.Spec
		if err := p.Client.Patch(ctx, found, client.MergeFromWithOptions(before, client.MergeFromWithOptimisticLock{})); err != nil {
			return fmt.Errorf("restore network policy %s/%s: %w", namespace, wanted.Name, err)
		}
		log.Info("Restored network policy that somebody altered", "namespace", namespace, "name", wanted.Name)
		p.Recorder.Eventf(found, nil, corev1.EventTypeWarning, reasonPolicyRestored, "Reconcile",
			"somebody altered the network policy that denies algorithms all traffic: it stands again as the operator made it")
	case isolation.CareTaken:
		log.Info("Left alone a network policy that is not the operator's", "namespace", namespace, "name", wanted.Name)
		p.Recorder.Eventf(found, nil, corev1.EventTypeWarning, reasonPolicyTaken, "Reconcile",
			"this network policy is not the operator's and has the name of its own, which denies algorithms all traffic: rename it, and delete this one")
	case isolation.CareNone:
	}
	return nil
}

// find is nil if there is no policy.
func (p *Policies) find(ctx context.Context, namespace string) (*networkingv1.NetworkPolicy, error) {
	var found networkingv1.NetworkPolicy
	err := p.Live.Get(ctx, types.NamespacedName{Namespace: namespace, Name: isolation.PolicyName}, &found)
	switch {
	case apierrors.IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("get network policy %s/%s: %w", namespace, isolation.PolicyName, err)
	}
	return &found, nil
}

// SetupWithManager looks at each namespace once at the start, and whenever its policy changes.
func (p *Policies) SetupWithManager(mgr ctrl.Manager) error {
	err := ctrl.NewControllerManagedBy(mgr).
		For(&networkingv1.NetworkPolicy{}).
		WatchesRawSource(source.Func(p.begin)).
		WithOptions(controller.Options{
			RateLimiter: workqueue.NewTypedItemExponentialFailureRateLimiter[ctrl.Request](firstErrorPause, maxPolicyPause),
		}).
		Complete(p)
	if err != nil {
		return fmt.Errorf("set up the controller of network policies: %w", err)
	}
	return nil
}

// begin asks for each namespace: where there is no policy, no event tells.
func (p *Policies) begin(_ context.Context, q workqueue.TypedRateLimitingInterface[reconcile.Request]) error {
	for _, namespace := range p.Namespaces {
		q.Add(reconcile.Request{NamespacedName: types.NamespacedName{Namespace: namespace, Name: isolation.PolicyName}})
	}
	return nil
}
