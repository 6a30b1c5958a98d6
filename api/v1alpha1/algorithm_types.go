// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// Algorithm is the consumer's code and the image that it runs in.
//
// +kubebuilder:validation:XValidation:rule="(has(self.rawCode) ? 1 : 0) + (has(self.files) ? 1 : 0) + (has(self.remote) ? 1 : 0) <= 1",message="an algorithm must have at most one of rawCode, files and remote: leave the others out"
// +kubebuilder:validation:XValidation:rule=`has(self.rawCode) || has(self.files) || has(self.remote) || !self.container.entrypoint.matches('^([^\'"\\\\]|\'[^\']*\'|"([^"\\\\]|\\\\.)*"|\\\\.)*("([^"\\\\]|\\\\.)*)?[$]([{]ALGO[}]|ALGO([^A-Za-z0-9_]|$))')`,message="entrypoint must not use $ALGO where there is no code: give rawCode, files or remote, or name a command of the image's own",fieldPath=".container.entrypoint"
type Algorithm struct {
	// id of the algorithm, usually a DID. That it is empty and that there is none are told apart in notices.
	// +optional
	// +kubebuilder:validation:MaxLength=128
	// +kubebuilder:validation:XValidation:rule=`self.matches('^((did:op:)?[A-Za-z0-9_][A-Za-z0-9._-]*)?$')`,message="an algorithm's id must be letters, digits, dots, dashes and underscores, perhaps after did:op:, and must begin with a letter, a digit or an underscore"
	ID *string `json:"id,omitempty"`

	// container the code runs in.
	// +required
	Container Container `json:"container,omitzero"`

	// rawCode is the code itself, written to $ALGO.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=98304
	RawCode string `json:"rawCode,omitempty"`

	// files are downloaded: the first to $ALGO, further ones beside it as 1, 2 and so on.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=64
	Files []File `json:"files,omitempty"`

	// remote is code that an Ocean provider hands out for an order.
	// +optional
	Remote *Remote `json:"remote,omitempty"`

	// customData is any JSON; the algorithm finds it in /data/inputs/algoCustomData.json.
	// +optional
	// +kubebuilder:pruning:PreserveUnknownFields
	CustomData *apiextensionsv1.JSON `json:"customData,omitempty"`
}

// Container is the image and the command of an algorithm.
type Container struct {
	// image without tag and digest.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=255
	// +kubebuilder:validation:XValidation:rule=`self.matches('^[A-Za-z0-9][A-Za-z0-9._:@-]*(/[A-Za-z0-9._:@-]+)*$')`,message="image must be the name of an image, without blanks, such as python or registry.example.com:5000/team/image"
	// +kubebuilder:validation:XValidation:rule=`!self.matches('@|:[^/]*$')`,message="image must not have a tag or a digest in it: write the tag in tag, or the digest in checksum"
	// +kubebuilder:validation:XValidation:rule=`self.matches('^([A-Za-z0-9._-]*[.:][A-Za-z0-9._:-]*/|localhost/)?[^A-Z]*$')`,message="image must be in lower case after its registry, such as python or registry.example.com/team/image"
	Image string `json:"image"`

	// tag of the image. Not used when there is a checksum.
	// +optional
	// +kubebuilder:validation:MaxLength=128
	// +kubebuilder:validation:XValidation:rule=`self.matches('^([A-Za-z0-9_][A-Za-z0-9._-]*)?$')`,message="tag must be letters, digits, dots, dashes and underscores, such as 3.12: write a digest in checksum"
	Tag string `json:"tag,omitempty"`

	// checksum is the image's digest, sha256: and 64 hex digits.
	// +optional
	// +kubebuilder:validation:MaxLength=71
	// +kubebuilder:validation:XValidation:rule=`self.matches('^(sha256:[a-f0-9]{64})?$')`,message="checksum must be sha256: and 64 hex digits in lower case, as the image's digest is written"
	Checksum string `json:"checksum,omitempty"`

	// entrypoint is the command to run, split as a POSIX shell would split it; $ALGO is the path of the code.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=4096
	// +kubebuilder:validation:XValidation:rule=`self.matches('^([^\'"\\\\|&;<>()\x60\n]|\'[^\']*\'|"([^"\\\\$\x60]|\\\\.|[$][A-Za-z0-9_{])*[$]?"|\\\\.)*\n*$')`,message="entrypoint must be one plain command with balanced quotes: for pipes, redirections, several commands or command substitution write sh -c '...' instead"
	// +kubebuilder:validation:XValidation:rule=`self.matches('[^ \t\n]') && !self.matches('^[ \t]*(\'\'|"")([ \t]|$)') && !self.matches('^[ \t]*#')`,message="entrypoint must name a command"
	// +kubebuilder:validation:XValidation:rule=`!self.matches('^[ \t]*([A-Za-z_][A-Za-z0-9_]*=|[!{]([ \t]|$))')`,message="entrypoint must begin with the command: for assignments, ! and { write sh -c '...' instead, or env NAME=value command"
	// +kubebuilder:validation:XValidation:rule=`!self.matches('^([^\'"\\\\]|\'[^\']*\'|"([^"\\\\]|\\\\.)*"|\\\\.)*("([^"\\\\]|\\\\.)*)?[$][{][A-Za-z0-9_]*[^A-Za-z0-9_}]')`,message="entrypoint may use $NAME and ${NAME}: for any other expansion write sh -c '...' instead"
	Entrypoint string `json:"entrypoint"`
}

// Compute is how much an algorithm may use.
type Compute struct {
	// maxTimeSeconds is how long the algorithm's process may run, from its start; pulling the image does not count.
	// +optional
	// +default=3600
	// +kubebuilder:default=3600
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=2592000
	MaxTimeSeconds int32 `json:"maxTimeSeconds,omitempty"`

	// resources of the algorithm's container.
	// +optional
	Resources ComputeResources `json:"resources,omitzero"`

	// retries is how many more times the algorithm is run after its own failure. Failures of the system are tried again
	// without this.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=10
	Retries int32 `json:"retries,omitempty"`

	// network is what the algorithm may reach. None: it has unix sockets only. Loopback: it has TCP and UDP, but may reach
	// nothing outside of its pod; for programs whose processes talk to each other over 127.0.0.1. Allowed: whatever the
	// cluster lets it reach. The provider's settings must allow what is not None.
	// +optional
	// +default="None"
	// +kubebuilder:default=None
	Network Network `json:"network,omitempty"`

	// runtimeClassName is the RuntimeClass that the algorithm runs in, such as gvisor or kata. The provider's settings must
	// allow it. If absent, it is the provider's own.
	// +optional
	// +kubebuilder:validation:MaxLength=253
	// +kubebuilder:validation:XValidation:rule=`self.matches('^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$')`,message="runtimeClassName must be the name of a RuntimeClass: lower-case letters, digits, dashes and dots, with a letter or digit at both ends"
	RuntimeClassName string `json:"runtimeClassName,omitempty"`
}

// Network is what an algorithm may reach.
//
// +kubebuilder:validation:Enum=None;Loopback;Allowed
type Network string

// The networks that a stage may ask for. Absent is NetworkNone.
const (
	// NetworkNone leaves an algorithm unix sockets only.
	NetworkNone Network = "None"
	// NetworkLoopback leaves it sockets of TCP and UDP, while a policy keeps it in its pod.
	NetworkLoopback Network = "Loopback"
	// NetworkAllowed leaves it the same, and no policy of the operator's keeps it in.
	NetworkAllowed Network = "Allowed"
)

// ComputeResources are requests and limits by resource name, such as cpu, memory, ephemeral-storage, nvidia.com/gpu.
//
// +kubebuilder:validation:XValidation:rule="!has(self.requests) || !has(self.limits) || self.requests.all(n, r, !(n in self.limits) || [r, self.limits[n]].exists(q, type(q) == string && !isQuantity(q)) || !(type(r) == string ? quantity(r) : quantity('0').add(r)).isGreaterThan(type(self.limits[n]) == string ? quantity(self.limits[n]) : quantity('0').add(self.limits[n])))",message="a request must not be above its limit: lower the request or raise the limit"
type ComputeResources struct {
	// requests are what the scheduler sets aside.
	// +optional
	Requests ResourceList `json:"requests,omitempty"`

	// limits are what the container may use at most.
	// +optional
	Limits ResourceList `json:"limits,omitempty"`
}
