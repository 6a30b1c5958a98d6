// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"errors"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plan"
)

// refusedError carries a refusal that was found here, not by the API server.
type refusedError struct{ refusal plan.Refusal }

func (e *refusedError) Error() string { return e.refusal.Message }

func refuse(r plan.Refusal) error { return &refusedError{refusal: r} }

// refusalOf tells a refusal, which is data for the next decision, from a passing fault, which is only tried again.
func refusalOf(err error) (*plan.Refusal, bool) {
	var found *refusedError
	switch {
	case err == nil:
		return nil, false
	case errors.As(err, &found):
		return &found.refusal, true
	case apierrors.IsInvalid(err), apierrors.IsBadRequest(err), apierrors.IsRequestEntityTooLargeError(err):
		return &plan.Refusal{Reason: v1alpha1.ReasonRefused, Message: printable(err.Error()), Final: true}, true
	case apierrors.IsForbidden(err):
		return &plan.Refusal{Reason: v1alpha1.ReasonRefused, Message: printable(err.Error())}, true
	}
	return nil, false
}
