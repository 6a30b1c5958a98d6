// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"testing"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/children"
)

// left are the names of all objects that belong to the workflow. Claims go last, once their pods are gone.
func left(t *testing.T, wf *v1alpha1.Workflow) []string {
	t.Helper()
	all, err := children.In(t.Context(), cluster, wf.Namespace)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, o := range all {
		if children.Owner(o) == string(wf.UID) {
			names = append(names, children.Name(o))
		}
	}
	return names
}
