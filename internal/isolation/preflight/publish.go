// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package preflight

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/isolation"
)

// ConfigMapName is the name of what is published in each watched namespace. The operator's role names it, too. Nobody
// reads it to decide.
const ConfigMapName = "operator-engine-isolation"

// The keys of what is published.
const (
	keyPolicies   = "PoliciesEnforced"
	keyFilter     = "FilterHolds"
	keyVolumes    = "VolumesSized"
	keyProcesses  = "ProcessesLimited"
	keyReason     = "reason"
	keyMessage    = "message"
	keyWarnings   = "warnings"
	keyProbed     = "lastProbeTime"
	keyTransition = "lastTransitionTime"
)

// publish writes down something that is known, and returns what was there before, also before the operator was started. What
// else is known stays.
func (p *Preflight) publish(ctx context.Context, namespace string, write func(data map[string]string)) (before, after *corev1.ConfigMap, err error) {
	found := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: ConfigMapName, Namespace: namespace}}
	err = p.options.Client.Get(ctx, client.ObjectKeyFromObject(found), found)
	if client.IgnoreNotFound(err) != nil {
		return nil, nil, fmt.Errorf("get configmap %s/%s: %w", namespace, ConfigMapName, err)
	}
	if err == nil && found.Labels[v1alpha1.LabelManagedBy] != v1alpha1.ManagedBy {
		return nil, nil, fmt.Errorf("the configmap %s/%s is not the operator's: delete it", namespace, ConfigMapName)
	}
	before = found.DeepCopy()
	if found.Data == nil {
		found.Data = map[string]string{}
	}
	write(found.Data)
	if apierrors.IsNotFound(err) {
		found.Labels = map[string]string{v1alpha1.LabelManagedBy: v1alpha1.ManagedBy}
		err = p.options.Client.Create(ctx, found)
	} else {
		err = p.options.Client.Patch(ctx, found, client.MergeFrom(before))
	}
	if err != nil {
		return nil, nil, fmt.Errorf("write configmap %s/%s: %w", namespace, ConfigMapName, err)
	}
	return before, found, nil
}

// publishVerdict writes a verdict down, and tells people if it is another one.
func (p *Preflight) publishVerdict(ctx context.Context, namespace string, v isolation.Verdict) error {
	before, after, err := p.publish(ctx, namespace, func(data map[string]string) { writeVerdict(data, v, p.options.Clock.Now()) })
	if err != nil || same(before.Data, after.Data, keyPolicies, keyFilter, keyReason) {
		return err
	}
	log.FromContext(ctx).Info("Probed isolation", "policiesEnforced", v.PoliciesEnforced, "filterHolds", v.FilterHolds, "reason", v.Reason, "message", v.Message)
	p.tell(after, v.Proven(), v.Reason, v.Message)
	return nil
}

func writeVerdict(data map[string]string, v isolation.Verdict, now time.Time) {
	before, stamp := maps.Clone(data), now.UTC().Format(time.RFC3339)
	data[keyPolicies], data[keyFilter] = string(v.PoliciesEnforced), string(v.FilterHolds)
	data[keyReason], data[keyMessage], data[keyProbed] = v.Reason, v.Message, stamp
	if before[keyTransition] == "" || !same(before, data, keyPolicies, keyFilter, keyReason) {
		data[keyTransition] = stamp
	}
}

// publishBounds writes bounds down, and tells people of each that is another one.
func (p *Preflight) publishBounds(ctx context.Context, namespace string, b isolation.Bounds) error {
	before, after, err := p.publish(ctx, namespace, func(data map[string]string) { writeBounds(data, b) })
	if err != nil {
		return err
	}
	for key, bound := range map[string]isolation.Bound{keyVolumes: b.Volumes, keyProcesses: b.Processes} {
		if same(before.Data, after.Data, key) {
			continue
		}
		log.FromContext(ctx).Info("Probed bounds", "bound", key, "status", bound.Status, "reason", bound.Reason, "message", bound.Message)
		p.tell(after, bound.Status == metav1.ConditionTrue, bound.Reason, bound.Message)
	}
	return nil
}

func writeBounds(data map[string]string, b isolation.Bounds) {
	data[keyVolumes], data[keyProcesses] = string(b.Volumes.Status), string(b.Processes.Status)
	delete(data, keyWarnings)
	if warnings := b.Warnings(); len(warnings) > 0 {
		data[keyWarnings] = strings.Join(warnings, "\n")
	}
}

// same tells that two texts have the same at some keys. Which words they say it with does not matter.
func same(a, b map[string]string, keys ...string) bool {
	return !slices.ContainsFunc(keys, func(key string) bool { return a[key] != b[key] })
}

// tell lets people know by an Event.
func (p *Preflight) tell(about *corev1.ConfigMap, good bool, reason, message string) {
	kind := corev1.EventTypeWarning
	if good {
		kind = corev1.EventTypeNormal
	}
	p.options.Recorder.Eventf(about, nil, kind, reason, "Probe", "%s", message)
}
