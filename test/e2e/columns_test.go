// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// wantPrinted checks the line that `kubectl get workflow` has for one that has ended: kubectl prints what the API server
// makes of the columns, which this asks for as kubectl does.
func wantPrinted(t *testing.T, ended *v1alpha1.Workflow) {
	t.Helper()
	table, err := printed(t, ended)
	if err != nil || len(table.Rows) != 1 {
		t.Errorf("kubectl get prints %v, %v", table.Rows, err)
		return
	}
	summary := meta.FindStatusCondition(ended.Status.Conditions, v1alpha1.ConditionSucceeded)
	for column, want := range map[string]string{
		"Name": ended.Name, "Phase": string(ended.Status.Phase), "Code": fmt.Sprint(int(ended.Status.Code)),
		"Succeeded": string(summary.Status), "Reason": summary.Reason, "Message": summary.Message,
	} {
		i := slices.IndexFunc(table.ColumnDefinitions, func(c metav1.TableColumnDefinition) bool { return c.Name == column })
		if i < 0 || fmt.Sprint(table.Rows[0].Cells[i]) != want {
			t.Errorf("kubectl get prints %v, not %q under %s", table.Rows[0].Cells, want, column)
		}
	}
}

func printed(t *testing.T, wf *v1alpha1.Workflow) (*metav1.Table, error) {
	t.Helper()
	config := rest.CopyConfig(clusterConfig)
	config.APIPath, config.GroupVersion, config.NegotiatedSerializer = "/apis", &v1alpha1.GroupVersion, scheme.Codecs.WithoutConversion()
	config.AcceptContentTypes = "application/json;as=Table;v=v1;g=meta.k8s.io"
	c, err := rest.RESTClientFor(config)
	if err != nil {
		return &metav1.Table{}, err
	}
	table := &metav1.Table{}
	return table, c.Get().Namespace(wf.Namespace).Resource("workflows").Name(wf.Name).Do(t.Context()).Into(table)
}
