// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"net/http"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

// Each value of a label is a time series that is kept for ever: who may create Workflows must not be able to make them up.
func TestNoWorkflowMakesALabelOfAMetric(t *testing.T) {
	t.Parallel()
	backend := newReceiver(t)
	backend.answers(func(string) (int, string) { return http.StatusGone, "zanzibar-answer" })
	m := startManager(t, backend.settings()...)
	wf := m.create(t, gen.Named("zanzibar-name"), gen.WithStages("zanzibar-stage"), func(wf *v1alpha1.Workflow) {
		wf.Labels, wf.Spec.Owner = map[string]string{"zanzibar": "zanzibar"}, "zanzibar-owner"
		wf.Spec.Stages[0].Algorithm.Container.Image = "zanzibar/image"
	})
	m.awaitThis(t, wf, "a notice of it is given up", func(wf *v1alpha1.Workflow) bool {
		return meta.IsStatusConditionFalse(wf.Status.Conditions, v1alpha1.ConditionStartNotified)
	})
	m.awaitSaying(t, "Serving metrics server")
	metrics := m.scrape(t)
	for _, theirs := range []string{"zanzibar", string(wf.UID), backend.Listener.Addr().String()} {
		if strings.Contains(metrics, theirs) {
			t.Errorf("%s stands in the metrics", theirs)
		}
	}
	for _, ours := range []string{"operator_engine_notices_given_up_total", `controller="workflow"`} {
		if !strings.Contains(metrics, ours) {
			t.Errorf("%s is not in the metrics, so that nothing was shown", ours)
		}
	}
}
