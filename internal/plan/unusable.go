// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// unusable finds what cannot work in a document and what the schema cannot say: there may be so many files that the API
// server affords no rule which reads the whole of a name or an address, and none at all on the names of resources. What
// is found is told in a sentence that says what to change; of an address nothing is shown, for it may hold a credential.
func unusable(spec v1alpha1.WorkflowSpec) string {
	if size := sizeOf(spec); size > maxDocument {
		return fmt.Sprintf("the document is %d bytes long, code and customData included, and may have at most %d: give code as a file to "+
			"download, and data as an input", size, maxDocument)
	}
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
		if wrong := firstOf(unusableResource(r.Requests), unusableResource(r.Limits), noLimit(r.Limits)); wrong != "" {
			return fmt.Sprintf("stage %s %s", stage.Name, wrong)
		}
	}
	return ""
}

// maxDocument is how long a document may be as JSON. Configure reads it from a ConfigMap, which holds a mebibyte; customData has
// no bound of its own in the schema.
const maxDocument = 1000 << 10

// sizeOf counts as the document is written for configure: characters of HTML stay what they are.
func sizeOf(spec v1alpha1.WorkflowSpec) int {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(spec); err != nil {
		return math.MaxInt // What cannot be written cannot be read.
	}
	return text.Len()
}

// common tells the resources that every node has, which are no devices.
func common[N ~string](n N) bool {
	return n == "cpu" || n == "memory" || n == "ephemeral-storage"
}

// noLimit finds a limit that is none: of what every node has, kubelet and kernel take nothing for as much as there is.
func noLimit(limits v1alpha1.ResourceList) string {
	for _, name := range slices.Sorted(maps.Keys(limits)) {
		if q := limits[name]; common(name) && q.Sign() <= 0 {
			return fmt.Sprintf("limits %s to %s, which would be no limit: write how much it may use, or leave it out for the provider's own limit", name, q.String())
		}
	}
	return ""
}

func unusableResource(list v1alpha1.ResourceList) string {
	for _, name := range slices.Sorted(maps.Keys(list)) {
		if common(name) {
			continue
		}
		if q := list[name]; q.MilliValue()%1000 != 0 {
			return fmt.Sprintf("asks for %s of %s, which can only be had whole: write a whole number", q.String(), name)
		}
		known := strings.HasPrefix(string(name), "hugepages-") || strings.Contains(string(name), "/")
		if !known || len(validation.IsQualifiedName(string(name))) > 0 {
			return fmt.Sprintf("asks for %q, which is no resource: write cpu, memory, ephemeral-storage, or the full name of a device "+
				"such as nvidia.com/gpu", name)
		}
	}
	return ""
}
