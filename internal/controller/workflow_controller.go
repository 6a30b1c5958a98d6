// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"context"
	"errors"
	"fmt"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/events"
	"k8s.io/client-go/util/workqueue"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/predicate"
	"sigs.k8s.io/controller-runtime/pkg/source"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// +kubebuilder:rbac:groups=oceanprotocol.com,namespace=ocean-compute,resources=workflows,verbs=get;list;watch;delete
// +kubebuilder:rbac:groups=oceanprotocol.com,namespace=ocean-compute,resources=workflows/status,verbs=patch
// +kubebuilder:rbac:groups=oceanprotocol.com,namespace=ocean-compute,resources=workflows/finalizers,verbs=update
// +kubebuilder:rbac:groups=batch,namespace=ocean-compute,resources=jobs,verbs=get;list;watch;create;patch;deletecollection
// +kubebuilder:rbac:groups="",namespace=ocean-compute,resources=persistentvolumeclaims,verbs=get;list;watch;create;deletecollection
// +kubebuilder:rbac:groups="",namespace=ocean-compute,resources=configmaps,verbs=get;list;watch;create;delete
// +kubebuilder:rbac:groups="",namespace=ocean-compute,resources=pods,verbs=list;watch;delete
// +kubebuilder:rbac:groups="",namespace=ocean-compute,resources=secrets,verbs=get;create
// +kubebuilder:rbac:groups="",namespace=ocean-compute,resources=events,verbs=list
// +kubebuilder:rbac:groups=events.k8s.io,namespace=ocean-compute,resources=events,verbs=create;patch

// Reconciler drives Workflows.
type Reconciler struct {
	// Client reads from the caches and writes to the API server.
	Client client.Client
	// Live reads from the API server itself, where a cache's word is not enough.
	Live client.Reader
	// Renderer gives the renderer of the moment: templates may change while the operator runs.
	Renderer func() *render.Renderer
	Recorder events.EventRecorder
	Clock    clock.PassiveClock
	Settings plan.Settings
	// Notices tells the provider's backend. Nil if nobody is to be told.
	Notices Notices
	// Isolation tells whether pods are kept off the network. Nil if nobody looks.
	Isolation Isolation

	memory memory
}

// Notices sends notices in the background, and keeps what came of each until it is forgotten.
type Notices interface {
	// Send makes one attempt, unless the same one is under way or was answered.
	Send(wf *v1alpha1.Workflow, a plan.SendNotice)
	Answers(uid types.UID) map[plan.Notice]plan.Answer
	// Forget drops some of a workflow's notices, those on their way too.
	Forget(uid types.UID, notices ...plan.Notice)
	// Answered has the Workflows of new answers.
	Answered() <-chan event.GenericEvent
}

// Reconcile takes one turn of the loop. Whatever it recorded but could not do any more, the next turn does.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	var wf v1alpha1.Workflow
	err := r.Client.Get(ctx, req.NamespacedName, &wf)
	if client.IgnoreNotFound(err) != nil {
		return ctrl.Result{}, fmt.Errorf("get workflow %s: %w", req, err)
	}
	farewell, farewellErr := r.farewells(ctx, req.NamespacedName, wf.UID)
	if err != nil {
		if farewellErr == nil {
			r.forgetName(req.NamespacedName)
		}
		return r.sleep(farewell), farewellErr
	}
	result, err := r.drive(ctx, req, &wf)
	return r.sooner(result, farewell), errors.Join(err, farewellErr)
}

// drive takes a turn for a workflow that is there.
func (r *Reconciler) drive(ctx context.Context, req ctrl.Request, wf *v1alpha1.Workflow) (ctrl.Result, error) {
	if r.memory.outdated(wf) {
		return ctrl.Result{}, nil // The cache will show what was written last, and call again.
	}
	world, err := r.observe(ctx, wf)
	if err != nil {
		return ctrl.Result{}, fmt.Errorf("observe workflow %s: %w", req, err)
	}
	decision := plan.Next(world)
	if err := r.record(ctx, wf, decision); err != nil {
		return conflictIsNews(err)
	}
	r.memory.of(wf).last = wf.Status
	r.forgetNotices(wf.UID, plan.Settled(wf.Status)...)
	again, err := r.apply(ctx, wf, decision)
	if err != nil {
		return ctrl.Result{}, fmt.Errorf("apply to workflow %s: %w", req, err)
	}
	if again {
		return ctrl.Result{RequeueAfter: time.Millisecond}, nil
	}
	return r.sleep(decision.WakeAt), nil
}

// sleep asks to be called at the next moment at which time alone changes the decision.
func (r *Reconciler) sleep(until time.Time) ctrl.Result {
	if until.IsZero() {
		return ctrl.Result{}
	}
	return ctrl.Result{RequeueAfter: max(until.Sub(r.Clock.Now()), time.Millisecond)}
}

// sooner asks to be called at a moment that may come before a result's.
func (r *Reconciler) sooner(result ctrl.Result, until time.Time) ctrl.Result {
	other := r.sleep(until).RequeueAfter
	if other > 0 && (result.RequeueAfter == 0 || other < result.RequeueAfter) {
		result.RequeueAfter = other
	}
	return result
}

// staleRetry is how soon to look again after somebody else's write came in between: the cache has it by then.
const staleRetry = 50 * time.Millisecond

// The pauses after errors. The usual maximum is a quarter of an hour: after an outage of the API server a workflow would
// stand still for as long as that lasted once more.
const (
	firstErrorPause = 5 * time.Millisecond
	maxErrorPause   = 5 * time.Second
)

// conflictIsNews takes a conflict for what it is: the view was old, and nothing was done on it.
func conflictIsNews(err error) (ctrl.Result, error) {
	if apierrors.IsConflict(err) {
		return ctrl.Result{RequeueAfter: staleRetry}, nil
	}
	if apierrors.IsNotFound(err) {
		return ctrl.Result{}, nil
	}
	return ctrl.Result{}, err
}

// SetupWithManager watches Workflows, their Jobs, and the Jobs' pods: a Job's condition trails its pod's end by a second. A
// claim that comes into being after its workflow has ended, by a late write, is seen and taken away.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager, workers int) error {
	if err := index(mgr); err != nil {
		return err
	}
	b := ctrl.NewControllerManagedBy(mgr).
		For(&v1alpha1.Workflow{}).
		Owns(&batchv1.Job{}).
		Owns(&corev1.PersistentVolumeClaim{}, builder.WithPredicates(newOnes())).
		Watches(&v1alpha1.Workflow{}, r.nextInQueue(), builder.WithPredicates(predicate.NewPredicateFuncs(func(client.Object) bool { return r.Settings.MaxJobs > 0 }))).
		Watches(&corev1.ConfigMap{}, handler.EnqueueRequestsFromMapFunc(workflowOf), builder.WithPredicates(documentsLeft())).
		Watches(&batchv1.Job{}, handler.EnqueueRequestsFromMapFunc(workflowOf), builder.WithPredicates(unheld())).
		Watches(&corev1.PersistentVolumeClaim{}, handler.EnqueueRequestsFromMapFunc(workflowOf), builder.WithPredicates(unheld())).
		Watches(&corev1.Pod{}, handler.EnqueueRequestsFromMapFunc(workflowOf), builder.WithPredicates(podsThatTell())).
		WithOptions(controller.Options{
			MaxConcurrentReconciles: workers,
			RateLimiter:             workqueue.NewTypedItemExponentialFailureRateLimiter[ctrl.Request](firstErrorPause, maxErrorPause),
		})
	if r.Notices != nil {
		b = b.WatchesRawSource(source.Channel(r.Notices.Answered(), answersCome()))
	}
	if r.Isolation != nil {
		b = b.WatchesRawSource(source.Channel(r.Isolation.Changed(), handler.EnqueueRequestsFromMapFunc(r.waitingIn)))
	}
	if err := b.Complete(r); err != nil {
		return fmt.Errorf("set up the workflow controller: %w", err)
	}
	return nil
}
