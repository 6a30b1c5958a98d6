// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// unusable finds what cannot work in a document and what the schema cannot say: there may be so many files that the API
// server affords no rule which reads the whole of a name or an address, and none at all on the names of resources. What
// is found is told in a sentence that says what to change; of an address nothing is shown, for it may hold a credential.
func unusable(spec v1alpha1.WorkflowSpec) string {
	for _, stage := range spec.Stages {
		for _, input := range stage.Inputs {
			if wrong := firstOf(unusableFiles(input.Files), unusableRemote(spec, input.Remote)); wrong != "" {
				return fmt.Sprintf("stage %s, input %s, %s", stage.Name, input.ID, wrong)
			}
		}
		if wrong := firstOf(unusableFiles(stage.Algorithm.Files), unusableRemote(spec, stage.Algorithm.Remote)); wrong != "" {
			return fmt.Sprintf("stage %s, algorithm, %s", stage.Name, wrong)
		}
		r := stage.Compute.Resources
		if wrong := firstOf(unusableResource(r.Requests), unusableResource(r.Limits)); wrong != "" {
			return fmt.Sprintf("stage %s %s", stage.Name, wrong)
		}
	}
	return ""
}

func unusableResource(list v1alpha1.ResourceList) string {
	for _, name := range slices.Sorted(maps.Keys(list)) {
		switch name {
		case "cpu", "memory", "ephemeral-storage":
			continue
		}
		known := strings.HasPrefix(string(name), "hugepages-") || strings.Contains(string(name), "/")
		if !known || len(validation.IsQualifiedName(string(name))) > 0 {
			return fmt.Sprintf("asks for %q, which is no resource: write cpu, memory, ephemeral-storage, or the full name of a device "+
				"such as nvidia.com/gpu", name)
		}
	}
	return ""
}
