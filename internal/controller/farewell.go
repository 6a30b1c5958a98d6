// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// farewells looks after what deleted workflows of a name left behind. No finalizer holds a Workflow meanwhile, so nothing waits,
// and a namespace goes when it is told to. It returns when to look again.
func (r *Reconciler) farewells(ctx context.Context, key types.NamespacedName, alive types.UID) (time.Time, error) {
	left, err := r.leftOf(ctx, key)
	if err != nil {
		return time.Time{}, err
	}
	delete(left, alive)
	var wake time.Time
	var errs []error
	for uid, l := range left {
		at, err := r.farewell(ctx, key, uid, l)
		if err != nil {
			errs = append(errs, fmt.Errorf("see to the end of the deleted workflow %s: %w", key, err))
		}
		if wake.IsZero() || !at.IsZero() && at.Before(wake) {
			wake = at
		}
	}
	return wake, errors.Join(errs...)
}

func (r *Reconciler) farewell(ctx context.Context, key types.NamespacedName, uid types.UID, l *leavings) (time.Time, error) {
	gone := r.memory.goneOf(uid)
	if gone == nil {
		var err error
		if gone, err = r.parted(ctx, key, uid, l); err != nil || gone == nil {
			return time.Time{}, err
		}
	}
	world := plan.World{
		Now: r.Clock.Now(), Workflow: gone, Settings: r.Settings, GoneSince: goneSince(gone),
		Children: plan.Children{
			Orphans: l.orphans, Remains: l.remains,
			Document: l.document != nil, DocumentTaken: l.document == nil && r.memory.goneOf(uid) != nil,
		},
	}
	if r.Notices != nil {
		world.Answers = r.Notices.Answers(uid)
	}
	decision := plan.Farewell(world)
	countGivenUp(gone.Status, decision.Status)
	gone.Status = decision.Status
	r.tellOfLoss(ctx, gone, decision.Events)
	r.forgetNotices(uid, plan.Settled(gone.Status)...)
	var errs []error
	for _, a := range decision.Actions {
		err := r.act(ctx, gone, a)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", a, err))
		}
		if _, done := a.(plan.DeleteDocument); done && err == nil {
			r.forget(uid)
		}
	}
	return decision.WakeAt, errors.Join(errs...)
}

// tellOfLoss says what the provider's backend will never hear of a deleted workflow. Nobody finds it in a status, and Events
// may be refused where the namespace goes, too.
func (r *Reconciler) tellOfLoss(ctx context.Context, gone *v1alpha1.Workflow, events []plan.Event) {
	for _, e := range events {
		log.FromContext(ctx).Info("Gave up a notice of a deleted workflow", "uid", gone.UID, "reason", e.Reason, "message", e.Message)
	}
	r.tell(gone, events)
}

// parted is a deleted Workflow as far as it is known: what it asked for stands in its document, how far it came in the
// memory of whoever saw it last. It is nil if the Workflow is alive after all, and its cache only slow. A document that nothing
// can be told from is taken away.
func (r *Reconciler) parted(ctx context.Context, key types.NamespacedName, uid types.UID, l *leavings) (*v1alpha1.Workflow, error) {
	if yes, err := r.isGone(ctx, key, uid); err != nil || !yes {
		return nil, err
	}
	gone := &v1alpha1.Workflow{ObjectMeta: metav1.ObjectMeta{Namespace: key.Namespace, Name: key.Name, UID: uid}}
	if l.document == nil {
		return gone, nil
	}
	documented, err := r.documented(ctx, uid, l.document)
	if err != nil || documented == nil {
		l.document = nil
		return gone, err
	}
	documented.Namespace, documented.Name = key.Namespace, key.Name
	documented.Status = r.memory.lastOf(key, uid)
	if err := r.recallMark(ctx, documented); err != nil {
		return nil, fmt.Errorf("look since when it is gone: %w", err)
	}
	r.memory.part(documented)
	return documented, nil
}

// documented is the Workflow as its document has it, nil if there is none any more.
func (r *Reconciler) documented(ctx context.Context, uid types.UID, document *corev1.ConfigMap) (*v1alpha1.Workflow, error) {
	var full corev1.ConfigMap
	if err := r.Live.Get(ctx, client.ObjectKeyFromObject(document), &full); err != nil {
		return nil, client.IgnoreNotFound(err)
	}
	wf := &v1alpha1.Workflow{}
	if err := json.Unmarshal([]byte(full.Data[contract.DocumentKey]), wf); err != nil || wf.UID != uid || len(wf.Spec.Stages) == 0 {
		return nil, client.IgnoreNotFound(r.Client.Delete(ctx, &full, justThis(&full)))
	}
	return wf, nil
}

// goneSince is zero where it was not written down.
func goneSince(gone *v1alpha1.Workflow) time.Time {
	if gone.DeletionTimestamp == nil {
		return time.Time{}
	}
	return gone.DeletionTimestamp.Time
}

// markGone writes down since when a workflow is gone: as the age of an object that goes with the document. It takes no right
// to change ConfigMaps, which documents are.
func (r *Reconciler) markGone(ctx context.Context, gone *v1alpha1.Workflow) error {
	var document corev1.ConfigMap
	if err := r.Client.Get(ctx, types.NamespacedName{Namespace: gone.Namespace, Name: render.DocumentName(gone)}, &document); err != nil {
		return client.IgnoreNotFound(err)
	}
	mark := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{
		Namespace: gone.Namespace, Name: markName(gone),
		OwnerReferences: []metav1.OwnerReference{{APIVersion: "v1", Kind: "ConfigMap", Name: document.Name, UID: document.UID}},
	}}
	if err := r.Client.Create(ctx, mark); err != nil && !apierrors.IsAlreadyExists(err) {
		return fmt.Errorf("write down since when workflow %s is gone: %w", gone.Name, err)
	}
	return r.recallMark(ctx, gone)
}

func markName(gone *v1alpha1.Workflow) string { return render.DocumentName(gone) + "-gone" }

// recallMark reads since when a workflow is gone, if an operator wrote it down. What merely has the mark's name tells nothing.
func (r *Reconciler) recallMark(ctx context.Context, gone *v1alpha1.Workflow) error {
	var mark corev1.ConfigMap
	if err := r.Live.Get(ctx, types.NamespacedName{Namespace: gone.Namespace, Name: markName(gone)}, &mark); err != nil {
		return client.IgnoreNotFound(err)
	}
	if isMark(&mark, gone) {
		gone.DeletionTimestamp = &mark.CreationTimestamp
	}
	return nil
}

// isMark knows a mark by the document that it goes with.
func isMark(mark *corev1.ConfigMap, gone *v1alpha1.Workflow) bool {
	return slices.ContainsFunc(mark.OwnerReferences, func(o metav1.OwnerReference) bool {
		return o.Kind == "ConfigMap" && o.Name == render.DocumentName(gone)
	})
}

// isGone asks the API server itself whether a workflow is there no more; another may have its name.
func (r *Reconciler) isGone(ctx context.Context, key types.NamespacedName, uid types.UID) (bool, error) {
	var now v1alpha1.Workflow
	if err := r.Live.Get(ctx, key, &now); client.IgnoreNotFound(err) != nil {
		return false, fmt.Errorf("make sure that workflow %s is gone: %w", key, err)
	}
	return now.UID != uid, nil
}

// forget drops all that is known of a deleted workflow that nobody hears of any more.
func (r *Reconciler) forget(uid types.UID) {
	r.memory.parted(uid)
	r.forgetNotices(uid, plan.NoticeStart, plan.NoticeStop)
}

// forgetName drops what is known of a workflow that is not there any more, but for what its farewell is made from.
func (r *Reconciler) forgetName(key types.NamespacedName) {
	if uid, over := r.memory.forget(key); over {
		r.forgetNotices(uid, plan.NoticeStart, plan.NoticeStop)
	}
}

func (r *Reconciler) forgetNotices(uid types.UID, notices ...plan.Notice) {
	if r.Notices != nil {
		r.Notices.Forget(uid, notices...)
	}
}
