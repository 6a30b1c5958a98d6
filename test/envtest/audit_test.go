// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/envtest"
)

// auditPolicy has the API server write down what service accounts ask of it, and nothing else.
const auditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: Metadata
  userGroups: ["system:serviceaccounts"]
- level: None
`

// listen makes an API server keep an audit log in a folder.
func listen(env *envtest.Environment, folder string) error {
	policy := filepath.Join(folder, "audit-policy.yaml")
	env.ControlPlane.GetAPIServer().Configure().Append("audit-policy-file", policy).Append("audit-log-path", auditLog(folder))
	return os.WriteFile(policy, []byte(auditPolicy), 0o600)
}

func auditLog(folder string) string { return filepath.Join(folder, "audit.log") }

// asked is what the API server wrote down of one request.
type asked struct {
	Verb string `json:"verb"`
	User struct {
		Username string `json:"username"`
	} `json:"user"`
	ObjectRef struct {
		Resource    string `json:"resource"`
		Subresource string `json:"subresource"`
		APIGroup    string `json:"apiGroup"`
		Namespace   string `json:"namespace"`
		Name        string `json:"name"`
	} `json:"objectRef"`
	ResponseStatus struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	} `json:"responseStatus"`
	Annotations map[string]string `json:"annotations"`
}

// right is what one request took.
func (a asked) right() right {
	resource := a.ObjectRef.Resource
	if a.ObjectRef.Subresource != "" {
		resource += "/" + a.ObjectRef.Subresource
	}
	return right{resource: inGroup(resource, a.ObjectRef.APIGroup), verb: a.Verb}
}

// audited is all that was asked by one account so far.
func audited(t *testing.T, account string) []asked {
	t.Helper()
	log, err := os.ReadFile(auditLog(scratch))
	if err != nil {
		t.Fatal(err)
	}
	var all []asked
	for line := range bytes.Lines(log) {
		var one asked
		if err := json.Unmarshal(line, &one); err != nil {
			break // The last line is still being written.
		}
		if one.User.Username == account {
			all = append(all, one)
		}
	}
	return all
}
