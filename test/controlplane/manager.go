// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controlplane

import (
	"context"
	"fmt"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// managerName is whom the API server takes the controller-manager for.
const managerName = "controller-manager"

// allowManager gives the controller-manager all rights but to write Events: a fifteenth of all requests that the API
// server would get, for news that nobody here reads.
func (c *ControlPlane) allowManager(ctx context.Context) error {
	role := &rbacv1.ClusterRole{
		ObjectMeta: metav1.ObjectMeta{Name: managerName},
		Rules: []rbacv1.PolicyRule{
			{APIGroups: []string{"*"}, Resources: []string{"*"}, Verbs: []string{"get", "list", "watch", "delete", "deletecollection"}},
			{APIGroups: []string{"*"}, Verbs: []string{"create", "update", "patch"}, Resources: []string{
				"namespaces", "namespaces/status", "namespaces/finalize", "nodes", "nodes/status", "jobs", "jobs/status", "jobs/finalizers",
				"pods", "pods/status", "persistentvolumeclaims", "resourcequotas/status", "configmaps", "secrets", "workflows",
			}},
			{NonResourceURLs: []string{"*"}, Verbs: []string{"get"}},
		},
	}
	binding := &rbacv1.ClusterRoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: managerName},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: managerName},
		Subjects:   []rbacv1.Subject{{Kind: rbacv1.UserKind, APIGroup: rbacv1.GroupName, Name: managerName}},
	}
	if err := c.Client.Create(ctx, role); err != nil {
		return fmt.Errorf("give the controller-manager its rights: %w", err)
	}
	if err := c.Client.Create(ctx, binding); err != nil {
		return fmt.Errorf("give the controller-manager its rights: %w", err)
	}
	return nil
}
