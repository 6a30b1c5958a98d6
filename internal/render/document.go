// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"bytes"
	"encoding/json"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// document is the Workflow as configure reads it: without status and without what the API server adds.
type document struct {
	metav1.TypeMeta `json:",inline"`
	Metadata        documentMetadata      `json:"metadata"`
	Spec            v1alpha1.WorkflowSpec `json:"spec"`
}

type documentMetadata struct {
	Name      string    `json:"name"`
	Namespace string    `json:"namespace"`
	UID       types.UID `json:"uid"`
}

// Document is the ConfigMap that configure reads the Workflow from. A Workflow that is too large for one is an error; it
// was refused at admission.
func (r *Renderer) Document(wf *v1alpha1.Workflow, holder Holder) (*corev1.ConfigMap, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // What the consumer gave stays as it was given.
	err := encoder.Encode(document{
		TypeMeta: metav1.TypeMeta{APIVersion: v1alpha1.GroupVersion.String(), Kind: "Workflow"},
		Metadata: documentMetadata{Name: wf.Name, Namespace: wf.Namespace, UID: wf.UID},
		Spec:     wf.Spec,
	})
	if err != nil {
		return nil, fmt.Errorf("render document of %s/%s: %w", wf.Namespace, wf.Name, err)
	}
	if text.Len() > corev1.MaxSecretSize {
		return nil, fmt.Errorf("render document of %s/%s: %d bytes are more than the %d that fit into a ConfigMap",
			wf.Namespace, wf.Name, text.Len(), corev1.MaxSecretSize)
	}
	object := r.templates.document.DeepCopy()
	child(wf, &object.ObjectMeta, DocumentName(wf), componentDocument)
	belong(holder, object)
	if object.Data == nil {
		object.Data = map[string]string{}
	}
	object.Data[contract.DocumentKey] = text.String()
	return object, nil
}

// Secret holds the job's secret. It is for Workflows that bring none of their own.
func (r *Renderer) Secret(wf *v1alpha1.Workflow, holder Holder, value string) *corev1.Secret {
	object := r.templates.secret.DeepCopy()
	child(wf, &object.ObjectMeta, SecretName(wf), componentSecret)
	belong(holder, object)
	if object.Data == nil {
		object.Data = map[string][]byte{}
	}
	object.Data[v1alpha1.SecretKey] = []byte(value)
	return object
}
