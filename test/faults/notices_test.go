// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/notify"
)

// noteNotice judges what the receiver is told: a notice has the same name and says the same at every attempt, and no start
// is accepted for the first time after the stop.
func (r *record) noteNotice(p post) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, before := range r.posts {
		if before.event == p.event && before.id != p.id {
			r.accuse("the %s notice was told as %s and as %s", p.event, before.id, p.id)
		}
		if before.event == p.event && before.body != p.body {
			r.accuse("the %s notice was not the same at every attempt", p.event)
		}
	}
	if p.event == string(notify.Start) && p.accepted && r.accepted(notify.Stop) && !r.accepted(notify.Start) {
		r.accuse("the start was told after the stop")
	}
	r.posts = append(r.posts, p)
	r.tell()
}

// accepted tells that the receiver took a notice at least once. The record must be locked.
func (r *record) accepted(event notify.Event) bool {
	for _, p := range r.posts {
		if p.event == string(event) && p.accepted {
			return true
		}
	}
	return false
}

// noticesLine are the accepted notices in the order in which they were accepted first. What a stop says of the run's end
// is part of it, as the receiver understood it last. What it says of the start is not where the receiver had trouble: the
// stop may have been on its way already when the start was accepted.
func (r *record) noticesLine() string {
	var order []string
	said := map[string]string{}
	for _, p := range r.posts {
		if !p.accepted {
			continue
		}
		if said[p.event] == "" {
			order = append(order, p.event)
		}
		said[p.event] = p.event
		if p.event == string(notify.Stop) {
			said[p.event] = "stop of " + p.code
			if !r.troubled {
				said[p.event] += " after a start that was " + p.start
			}
		}
	}
	if len(order) == 0 {
		return "notices none"
	}
	for i, event := range order {
		order[i] = said[event]
	}
	return "notices " + strings.Join(order, ", ")
}

// moodNow is what the receiver does now.
func (r *record) moodNow() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.mood
}

func (r *record) setMood(mood string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mood, r.troubled = mood, true
}

func (r *record) complain(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.accuse("%s", text)
}

// noticeFailed waits until it is written down that a notice did not get through. Its next attempt is then a matter of time.
func (r *run) noticeFailed(ctx context.Context, event string) error {
	return r.record.await(ctx, "it shows that the "+event+" notice failed", func() bool {
		last := r.record.last
		if last == nil {
			return false
		}
		st := map[string]*v1alpha1.NoticeStatus{string(notify.Start): last.Status.StartNotice, string(notify.Stop): last.Status.StopNotice}[event]
		return st != nil && st.NextAttemptTime != nil
	})
}

// tellNobody lets the time go by for which the end of a deleted workflow is told, and calls the operator by what is left of it.
func (r *run) tellNobody(ctx context.Context) error {
	for {
		var documents []*corev1.ConfigMap
		err := r.record.await(ctx, "the workflow is gone", func() bool {
			documents = all[*corev1.ConfigMap](r.record)
			return r.record.objects[keyOf(r.workflow)] == nil
		})
		if err != nil || len(documents) == 0 {
			return err
		}
		r.clock.forward(time.Minute)
		for _, document := range documents {
			r.calls++
			touch := mergePatch(fmt.Sprintf(`{"metadata":{"annotations":{"faults/called":"%d"}}}`, r.calls))
			if err := r.cluster.admin.Patch(ctx, document.DeepCopy(), touch); client.IgnoreNotFound(err) != nil {
				return err
			}
		}
		select {
		case <-time.After(dying):
		case <-ctx.Done():
		}
	}
}
