// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"errors"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plain"
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
	case denied(err):
		return &plan.Refusal{Reason: v1alpha1.ReasonRefused, Message: plain.Line(err.Error())}, true
	case apierrors.IsInvalid(err), apierrors.IsBadRequest(err), apierrors.IsRequestEntityTooLargeError(err):
		return &plan.Refusal{Reason: v1alpha1.ReasonRefused, Message: plain.Line(err.Error()), Final: true}, true
	case apierrors.IsForbidden(err), webhookFailed(err):
		return &plan.Refusal{Reason: v1alpha1.ReasonRefused, Message: plain.Line(err.Error())}, true
	}
	return nil, false
}

// webhookFailed tells that the API server could not ask an admission webhook which it must ask: others may be down for long, so
// that whoever waits is to see why. It has no reason of its own for that, only words.
func webhookFailed(err error) bool {
	return apierrors.IsInternalError(err) && strings.Contains(err.Error(), "failed calling webhook")
}

// denied tells that an admission webhook said no. It may do so with any code, also with those that otherwise mean a passing
// fault or one that stays; what it denies now it may let in later, as a quota does. Only the API server's words tell it.
func denied(err error) bool {
	status := apierrors.APIStatus(nil)
	if !errors.As(err, &status) {
		return false
	}
	said := status.Status().Message
	return strings.HasPrefix(said, "admission webhook ") && strings.Contains(said, " denied the request")
}
