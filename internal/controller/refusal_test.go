// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"errors"
	"fmt"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/internal/plan"
)

func TestARefusalIsToldFromAPassingFault(t *testing.T) {
	jobs := schema.GroupResource{Group: "batch", Resource: "jobs"}
	for _, tc := range []struct {
		name string
		err  error
		want *plan.Refusal
	}{
		{"nothing", nil, nil},
		{"a quota may be raised", apierrors.NewForbidden(jobs, "a", errors.New("exceeded quota")), &plan.Refusal{Reason: "Refused", Message: `jobs.batch "a" is forbidden: exceeded quota`}},
		{"a bad object stays bad", apierrors.NewBadRequest("no such field"), &plan.Refusal{Reason: "Refused", Message: "no such field", Final: true}},
		{
			"a webhook that is down may come back", apierrors.NewInternalError(errors.New(`failed calling webhook "a.example.com": connection refused`)),
			&plan.Refusal{Reason: "Refused", Message: `Internal error occurred: failed calling webhook "a.example.com": connection refused`},
		},
		{
			"a webhook that denies may change its mind, whatever its code", denial(400),
			&plan.Refusal{Reason: "Refused", Message: `admission webhook "a.example.com" denied the request: not today`},
		},
		{
			"a webhook that denies is no passing fault, whatever its code", denial(500),
			&plan.Refusal{Reason: "Refused", Message: `admission webhook "a.example.com" denied the request: not today`},
		},
		{"another fault of the server passes", apierrors.NewInternalError(errors.New("etcdserver: request timed out")), nil},
		{"a conflict passes", apierrors.NewConflict(jobs, "a", errors.New("changed")), nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := tc.err
			if err != nil {
				err = fmt.Errorf("create job a: %w", err)
			}
			got, _ := refusalOf(err)
			if got != nil {
				got.Message = got.Message[len("create job a: "):]
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// denial is what the API server answers if a webhook denies with a code.
func denial(code int32) error {
	return &apierrors.StatusError{ErrStatus: metav1.Status{
		Status: metav1.StatusFailure, Code: code, Message: `admission webhook "a.example.com" denied the request: not today`,
	}}
}
