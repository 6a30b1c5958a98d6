// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Workflow is one compute-to-data run: which inputs, which algorithm, how much compute.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=workflows,singular=workflow,scope=Namespaced,categories=ocean
// +kubebuilder:printcolumn:name="Phase",type=string,JSONPath=`.status.phase`
// +kubebuilder:printcolumn:name="Code",type=integer,JSONPath=`.status.code`
// +kubebuilder:printcolumn:name="Succeeded",type=string,JSONPath=`.status.conditions[?(@.type=="Succeeded")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Succeeded")].reason`
// +kubebuilder:printcolumn:name="Queue",type=integer,priority=10,JSONPath=`.status.queuePosition`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Message",type=string,priority=10,JSONPath=`.status.conditions[?(@.type=="Succeeded")].message`
// +kubebuilder:printcolumn:name="Image",type=string,priority=10,JSONPath=`.status.stages[0].imageID`
// +kubebuilder:printcolumn:name="Algorithm",type=string,priority=10,JSONPath=`.status.stages[0].algorithmSHA256`
// +kubebuilder:printcolumn:name="Results",type=string,priority=10,JSONPath=`.status.manifest.url`
// +kubebuilder:validation:XValidation:rule="size(self.metadata.name) <= 40 && self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",message="metadata.name must be at most 40 lower-case letters, digits and dashes, because the names of its jobs are made from it",fieldPath=".metadata"
type Workflow struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is what the consumer asks for.
	// +required
	Spec WorkflowSpec `json:"spec,omitzero"`
	// status is what the operator has seen and what it intends.
	// +optional
	Status WorkflowStatus `json:"status,omitzero"`
}

// WorkflowList is a list of Workflows.
//
// +kubebuilder:object:root=true
type WorkflowList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`

	Items []Workflow `json:"items"`
}

// WorkflowSpec is what the consumer asks for. All of it is fixed at creation but stop, suspend and
// ttlSecondsAfterFinished.
//
// +kubebuilder:validation:XValidation:rule="has(self.owner) == has(oldSelf.owner) && (!has(self.owner) || self.owner == oldSelf.owner)",message="owner may not change once the workflow exists: create a new workflow instead"
// +kubebuilder:validation:XValidation:rule="has(self.agreementId) == has(oldSelf.agreementId) && (!has(self.agreementId) || self.agreementId == oldSelf.agreementId)",message="agreementId may not change once the workflow exists: create a new workflow instead"
// +kubebuilder:validation:XValidation:rule="has(self.chainId) == has(oldSelf.chainId) && (!has(self.chainId) || self.chainId == oldSelf.chainId)",message="chainId may not change once the workflow exists: create a new workflow instead"
// +kubebuilder:validation:XValidation:rule="has(self.metadataURI) == has(oldSelf.metadataURI) && (!has(self.metadataURI) || self.metadataURI == oldSelf.metadataURI)",message="metadataURI may not change once the workflow exists: create a new workflow instead"
// +kubebuilder:validation:XValidation:rule="has(self.secretRef) == has(oldSelf.secretRef) && (!has(self.secretRef) || self.secretRef.name == oldSelf.secretRef.name)",message="secretRef may not change once the workflow exists: create a new workflow instead"
type WorkflowSpec struct {
	// owner is the consumer's address. Opaque to the operator, kept for the books.
	// +optional
	// +kubebuilder:validation:MaxLength=128
	Owner string `json:"owner,omitempty"`

	// agreementId is the order or agreement that paid for the run. Opaque to the operator, kept for the books.
	// +optional
	// +kubebuilder:validation:MaxLength=256
	AgreementID string `json:"agreementId,omitempty"`

	// chainId is the number of the chain that the agreement is on. Opaque to the operator, kept for the books.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=9007199254740991
	ChainID int64 `json:"chainId,omitempty"`

	// secretRef names a Secret of this namespace whose key `secret` the algorithm gets as its environment variable
	// `secret`. The provider's ALLOWED_SECRETS must allow the name. If absent, the operator makes a random one.
	// +optional
	SecretRef *SecretReference `json:"secretRef,omitempty"`

	// metadataURI is the base URL of the metadata service where DDOs are resolved.
	// +optional
	// +kubebuilder:validation:MaxLength=2048
	// +kubebuilder:validation:XValidation:rule=`self.matches('^https?://[^\\s/]+[^\\s]*$')`,message="metadataURI must begin with http:// or https://, name a server and have no blanks, such as https://aquarius.example.com"
	MetadataURI string `json:"metadataURI,omitempty"`

	// volumeSize is the size of the one data volume that all stages share.
	// +optional
	// +kubebuilder:default="1Gi"
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",message="volumeSize may not change once the workflow exists: create a new workflow instead"
	// +kubebuilder:validation:XValidation:rule="type(self) == string ? !isQuantity(self) || quantity(self).isGreaterThan(quantity('0')) : self > 0",message="volumeSize must be greater than zero, for example 1Gi"
	VolumeSize *Quantity `json:"volumeSize,omitempty"`

	// stages are run in this order; a later one may read the outputs of an earlier one.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",message="stages may not change once the workflow exists: create a new workflow instead"
	// +kubebuilder:validation:XValidation:rule="self.all(s, self.exists_one(o, o.name == s.name))",message="two stages must not have the same name"
	// +kubebuilder:validation:XValidation:rule="self.all(n, s, !has(s.inputs) || s.inputs.all(i, !has(i.stage) || self.exists(m, o, m < n && o.name == i.stage)))",message="an input's stage must name an earlier stage of this workflow"
	Stages []Stage `json:"stages"`

	// stop ends the workflow: what runs is ended within its grace period, and what there is, is published. Once seen it
	// is final; setting it back to false changes nothing.
	// +optional
	Stop bool `json:"stop,omitempty"`

	// suspend holds a workflow that has not been admitted yet.
	// +optional
	Suspend bool `json:"suspend,omitempty"`

	// ttlSecondsAfterFinished is how long the finished workflow stays readable before the operator deletes it, in
	// seconds. They count from when its notices are settled and the time is over for which results are kept that could not
	// be published. If absent it stays until somebody deletes it.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=31536000
	TTLSecondsAfterFinished *int32 `json:"ttlSecondsAfterFinished,omitempty"`
}

// SecretReference names a Secret of the workflow's own namespace.
type SecretReference struct {
	// name of the Secret.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	// +kubebuilder:validation:XValidation:rule=`self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')`,message="the name of a Secret must be lower-case letters, digits, dashes and dots, with a letter or digit at both ends"
	Name string `json:"name"`
}
