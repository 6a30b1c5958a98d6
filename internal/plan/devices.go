// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"
	"maps"
	"slices"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// resourceRefusal says which device, or other resource that not every node has, the first stage that asks for one may not
// have. Without a list any is given: some are a network or a machine of their own, and only the provider knows which.
func (d *draft) resourceRefusal() string {
	if len(d.Settings.AllowedResources) == 0 {
		return ""
	}
	for _, stage := range d.Workflow.Spec.Stages {
		r := stage.Compute.Resources
		for _, list := range []v1alpha1.ResourceList{r.Requests, r.Limits} {
			for _, name := range slices.Sorted(maps.Keys(list)) {
				if !common(name) && !allowed(d.Settings.AllowedResources, string(name)) {
					return fmt.Sprintf("stage %s: the provider does not allow workflows to use the resource %q: leave it out of compute.resources, "+
						"or ask for it to be added to ALLOWED_RESOURCES", stage.Name, name)
				}
			}
		}
	}
	return ""
}
