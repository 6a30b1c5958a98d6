// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

// Pull policies, by Kubernetes' names.
const (
	PullAlways       = "Always"
	PullIfNotPresent = "IfNotPresent"
	PullNever        = "Never"
)

// Jobs is how the pods of a workflow are made.
type Jobs struct {
	// ConfigureImage and PublishImage are the images of our own steps.
	ConfigureImage, PublishImage string
	// FilterImage is the provider's image that may change or reject outputs. Empty: there is no filter step.
	FilterImage string
	// PullPolicy is one of PullAlways, PullIfNotPresent and PullNever, for every container of ours and the algorithm's.
	PullPolicy string
	// PullSecret names the Secret that images are pulled with. Empty: none.
	PullSecret string
	// ServiceAccount is the one of every job pod. It needs no rights.
	ServiceAccount string
	// NodeSelector is the value that the label scope of a node must have. Empty: any node.
	NodeSelector string
	// RuntimeClass that algorithms run in unless their Workflow says otherwise. Empty: the template's, or else the cluster's
	// default.
	RuntimeClass string
	// StorageClass of the volumes. Empty: the template's, or else the cluster's default.
	StorageClass string
	// CredentialsSecret names the Secret, in each watched namespace, that publish takes its credentials from.
	CredentialsSecret string
	// CarryRequests makes configure ask for what the later stages need, because a volume may bind to its first node.
	CarryRequests bool
	// KeepObjects leaves the children of a finished workflow in place, for debugging.
	KeepObjects bool
}

func (r *reader) jobs() Jobs {
	return Jobs{
		ConfigureImage:    r.ownImage("POD_CONFIGURATION_CONTAINER"),
		PublishImage:      r.ownImage("POD_PUBLISH_CONTAINER"),
		FilterImage:       r.matching("FILTERING_CONTAINER", isImage, wantImage),
		PullPolicy:        r.oneOf("PULL_POLICY", PullAlways, PullIfNotPresent, PullNever),
		PullSecret:        r.matching("PULL_SECRET", isObject, wantObject),
		ServiceAccount:    r.matching("SERVICE_ACCOUNT", isObject, wantObject),
		NodeSelector:      r.matching("NODE_SELECTOR", isLabel, wantLabel),
		RuntimeClass:      r.matching("RUNTIME_CLASS", isObject, wantObject),
		StorageClass:      r.matching("STORAGE_CLASS", isObject, wantObject),
		CredentialsSecret: r.matching("CREDENTIALS_SECRET", isObject, wantObject),
		CarryRequests:     r.flag("CARRY_REQUESTS"),
		KeepObjects:       r.flag("DEBUG_NO_CLEANUP"),
	}
}

// ownImage is the named image, or else the operator's own, which holds the programs of all steps.
func (r *reader) ownImage(name string) string {
	if r.text(name) != "" {
		return r.matching(name, isImage, wantImage)
	}
	if r.text("OPERATOR_IMAGE") == "" {
		r.missing(name, wantImage+", here or in OPERATOR_IMAGE")
		return ""
	}
	if image := r.text("OPERATOR_IMAGE"); isImage(image) {
		return image
	}
	r.mistakes.add(name, "OPERATOR_IMAGE="+shown(r.text("OPERATOR_IMAGE")), wantImage)
	return ""
}
