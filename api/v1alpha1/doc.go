// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package v1alpha1 is the Workflow kind of oceanprotocol.com: what a user may ask for and what they are told back.
// It holds types, names and bounds only; what follows from them is decided in internal/plan.
//
// +kubebuilder:object:generate=true
// +groupName=oceanprotocol.com
package v1alpha1
