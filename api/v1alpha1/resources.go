// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// Quantity is an amount of something, such as 500m, 2 or 1Gi.
//
// +kubebuilder:validation:Type=""
// +kubebuilder:validation:XIntOrString
// +kubebuilder:validation:MaxLength=64
// +kubebuilder:validation:XValidation:rule="type(self) == string ? isQuantity(self) && !quantity(self).isLessThan(quantity('0')) : self >= 0",message="must be a quantity that is not negative: write a number, perhaps with a unit, such as 500m, 2 or 1Gi"
type Quantity struct {
	// The type and its schema are our own, because the schema of this one refuses with a regular expression, and without
	// a bound on its length the API server affords no rule that would say the same in a sentence.
	resource.Quantity `json:"-"`
}

// ResourceList is a bounded set of quantities by resource name.
//
// +kubebuilder:validation:MaxProperties=8
// +kubebuilder:validation:XValidation:rule="self.all(name, name.size() <= 253)",message="the name of a resource must be at most 253 characters"
type ResourceList map[corev1.ResourceName]Quantity
