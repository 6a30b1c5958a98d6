// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// unusable finds what cannot work in a document and what the schema cannot say: there may be so many files that the API
// server affords no rule which reads the whole of a name or an address, and none at all on the names of resources. What
// is found is told in a sentence that says what to change; of an address nothing is shown, for it may hold a credential.
func unusable(spec v1alpha1.WorkflowSpec) string {
	for _, stage := range spec.Stages {
		for _, input := range stage.Inputs {
			if wrong := unusableFile(input.Files); wrong != "" {
				return fmt.Sprintf("stage %s, input %s, %s", stage.Name, input.ID, wrong)
			}
		}
		if wrong := unusableFile(stage.Algorithm.Files); wrong != "" {
			return fmt.Sprintf("stage %s, algorithm, %s", stage.Name, wrong)
		}
		r := stage.Compute.Resources
		if wrong := firstOf(unusableResource(r.Requests), unusableResource(r.Limits)); wrong != "" {
			return fmt.Sprintf("stage %s %s", stage.Name, wrong)
		}
	}
	return ""
}

func unusableFile(files []v1alpha1.File) string {
	for i, file := range files {
		if strings.ContainsFunc(file.URL, blank) {
			return fmt.Sprintf("file %d: its url has a blank or a line break in it: write %%20 for a blank, or take it out", i)
		}
		from := file.URLFrom
		if from == nil {
			continue
		}
		if len(validation.IsDNS1123Subdomain(from.Name)) > 0 {
			return fmt.Sprintf("file %d: %q cannot be the name of a Secret: in urlFrom.name write lower-case letters, digits, dashes "+
				"and dots, with a letter or digit at both ends", i, from.Name)
		}
		if len(validation.IsConfigMapKey(from.Key)) > 0 {
			return fmt.Sprintf("file %d: %q cannot be a key of a Secret: in urlFrom.key write letters, digits, dashes, dots and "+
				"underscores", i, from.Key)
		}
	}
	return ""
}

func blank(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) }

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
