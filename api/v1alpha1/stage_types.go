// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// Stage is one run of one algorithm over its inputs.
//
// +kubebuilder:validation:XValidation:rule=`!has(self.inputs) || self.inputs.all(a, self.inputs.exists_one(b, a.id.replace("did:op:", "") == b.id.replace("did:op:", "")))`,message="two inputs of a stage must not have the same id: each is a folder of its own, named by the id without did:op:"
type Stage struct {
	// name of the stage; its outputs are published under it when there is more than one.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=30
	// +kubebuilder:validation:XValidation:rule=`self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')`,message="a stage's name must be lower-case letters, digits and dashes, with a letter or digit at both ends, such as clean-up"
	Name string `json:"name"`

	// inputs the algorithm may read, each in its own folder.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=32
	Inputs []Input `json:"inputs,omitempty"`

	// algorithm is the consumer's code and the image that it runs in.
	// +required
	Algorithm Algorithm `json:"algorithm,omitzero"`

	// compute is how much the algorithm may use.
	// +optional
	// +kubebuilder:default={}
	Compute Compute `json:"compute,omitzero"`
}

// Input is one data set: exactly one of files, remote and stage says where it comes from.
//
// +kubebuilder:validation:XValidation:rule="(has(self.files) ? 1 : 0) + (has(self.remote) ? 1 : 0) + (has(self.stage) ? 1 : 0) == 1",message="an input must have exactly one of files, remote and stage"
type Input struct {
	// id of the data set, usually a DID. The folder under /data/inputs is the id without did:op:.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	// +kubebuilder:validation:XValidation:rule=`self.matches('^(did:op:)?[A-Za-z0-9_][A-Za-z0-9._-]*$')`,message="an input's id must be letters, digits, dots, dashes and underscores, perhaps after did:op:, and must begin with a letter, a digit or an underscore: it names a folder"
	// +kubebuilder:validation:XValidation:rule="self != 'algoCustomData.json'",message="an input's id must not be algoCustomData.json: that file has its own place in /data/inputs"
	ID string `json:"id"`

	// files are downloaded to <id>/0, <id>/1 and so on, in this order.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=256
	Files []File `json:"files,omitempty"`

	// remote is a data set that an Ocean provider hands out for an order.
	// +optional
	Remote *Remote `json:"remote,omitempty"`

	// stage names an earlier stage whose outputs are mounted read-only.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=30
	Stage string `json:"stage,omitempty"`
}

// Remote is an asset that an Ocean provider hands out for an order.
type Remote struct {
	// serviceId of the asset's DDO.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	ServiceID string `json:"serviceId"`

	// txId is the transaction of the order.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	TxID string `json:"txId"`

	// userData is passed on to the provider.
	// +optional
	// +kubebuilder:pruning:PreserveUnknownFields
	UserData *apiextensionsv1.JSON `json:"userData,omitempty"`
}
