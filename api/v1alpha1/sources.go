// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import "slices"

// Sources are what a Workflow names in its files that has to be brought into configure's pod, each once and in the order
// of the document: operator and configure number them alike.
//
// +kubebuilder:object:generate=false
type Sources struct {
	// Headers are keys of Secrets that hold headers.
	Headers []SecretKeyReference
	// Accounts are names of Secrets that hold credentials.
	Accounts []string
	// Claims are names of claims.
	Claims []string
}

// Sources lists what the files of the document name.
func (spec *WorkflowSpec) Sources() Sources {
	var all Sources
	spec.eachFile(func(f *File) {
		if f.HeadersFrom != nil {
			all.Headers = once(all.Headers, *f.HeadersFrom)
		}
		if f.CredentialsFrom != nil {
			all.Accounts = once(all.Accounts, f.CredentialsFrom.Name)
		}
		if f.Claim != nil {
			all.Claims = once(all.Claims, f.Claim.Name)
		}
	})
	return all
}

func (spec *WorkflowSpec) eachFile(do func(*File)) {
	for s := range spec.Stages {
		stage := &spec.Stages[s]
		for i := range stage.Inputs {
			for f := range stage.Inputs[i].Files {
				do(&stage.Inputs[i].Files[f])
			}
		}
		for f := range stage.Algorithm.Files {
			do(&stage.Algorithm.Files[f])
		}
	}
}

// once appends what is not there yet.
func once[T comparable](all []T, one T) []T {
	if slices.Contains(all, one) {
		return all
	}
	return append(all, one)
}
