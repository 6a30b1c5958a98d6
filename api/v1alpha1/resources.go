// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// ResourceList is a bounded set of quantities by resource name.
//
// +kubebuilder:validation:MaxProperties=8
type ResourceList map[corev1.ResourceName]resource.Quantity
