// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"encoding/json"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// algorithmEnv is what Ocean's algorithms find in their environment. The names and forms are the predecessor's.
func algorithmEnv(wf *v1alpha1.Workflow, inputs []v1alpha1.Input, algorithmID *string) []corev1.EnvVar {
	return []corev1.EnvVar{
		value(contract.EnvDIDs, didList(inputs)),
		value(contract.EnvTransformationDID, contract.Folder(ptr.Deref(algorithmID, ""))),
		value(contract.EnvVolume, contract.Root),
		value(contract.EnvLogs, contract.MountLogs),
		value(contract.EnvInputs, contract.MountInputs),
		value(contract.EnvOutputs, contract.MountOutputs),
		fromSecret(v1alpha1.SecretKey, SecretName(wf), v1alpha1.SecretKey, false),
	}
}

// didList is a JSON list of the inputs' ids as Python writes it, with a space after each comma: algorithms exist that
// take it apart by hand.
func didList(inputs []v1alpha1.Input) string {
	quoted := make([]string, 0, len(inputs))
	for i := range inputs {
		// A string always has a JSON form.
		id, _ := json.Marshal(contract.Folder(inputs[i].ID))
		quoted = append(quoted, string(id))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
