// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/utils/clock"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/controller"
)

// later makes every Job that is created ask for something that no server knows yet.
type later struct{ next http.RoundTripper }

func (l later) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method != http.MethodPost || !strings.HasSuffix(req.URL.Path, "/jobs") {
		return l.next.RoundTrip(req)
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	body = bytes.Replace(body, []byte(`"restartPolicy":"Never"`), []byte(`"restartPolicy":"Never","isolateBetter":true`), 1)
	changed := req.Clone(req.Context())
	changed.Body, changed.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return l.next.RoundTrip(changed)
}

func TestWhatTheServerDoesNotKnowOfATemplateEndsTheRunAndIsNamed(t *testing.T) {
	wire := controller.RestConfig(server)
	wire.Wrap(func(next http.RoundTripper) http.RoundTripper { return later{next} })
	o := startOperatorOver(t, wire, namespace(t, admin(t)), clock.RealClock{})
	wf := o.awaitPhase(t, o.create(t).Name, v1alpha1.PhaseFailed)
	succeeded := meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionSucceeded)
	if succeeded == nil || succeeded.Reason != v1alpha1.ReasonRefused || !strings.Contains(succeeded.Message, "isolateBetter") {
		t.Errorf("got %+v", succeeded)
	}
}
