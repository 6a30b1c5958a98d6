// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package escape

import (
	"context"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// others is a Secret of the namespace that no Workflow may name.
const others = "credentials-of-others"

// naming is a Workflow that names what is not its own.
type naming struct {
	change func(*v1alpha1.WorkflowSpec)
	reason string
}

func input(file v1alpha1.File) func(*v1alpha1.WorkflowSpec) {
	return func(s *v1alpha1.WorkflowSpec) { s.Stages[0].Inputs[0].Files[0] = file }
}

func code(file v1alpha1.File) func(*v1alpha1.WorkflowSpec) {
	return func(s *v1alpha1.WorkflowSpec) { s.Stages[0].Algorithm.Files[0] = file }
}

func namings() map[string]naming {
	key := &v1alpha1.SecretKeyReference{Name: others, Key: "url"}
	claim := &v1alpha1.ClaimPath{Name: "escape-of-another-data", Path: "."}
	const web = "http://files.ocean-storage.svc.cluster.local/oui.csv"
	return map[string]naming{
		"secret-of-operator": {func(s *v1alpha1.WorkflowSpec) {
			s.SecretRef = &v1alpha1.SecretReference{Name: "operator-engine-credentials"}
		}, v1alpha1.ReasonSecretNotAllowed},
		"secret-of-other":   {func(s *v1alpha1.WorkflowSpec) { s.SecretRef = &v1alpha1.SecretReference{Name: others} }, v1alpha1.ReasonSecretNotAllowed},
		"secret-as-url":     {input(v1alpha1.File{URLFrom: key}), v1alpha1.ReasonSecretNotAllowed},
		"secret-as-headers": {input(v1alpha1.File{URL: web, HeadersFrom: key}), v1alpha1.ReasonSecretNotAllowed},
		"secret-as-account": {
			input(v1alpha1.File{URL: "s3://bucket/key", CredentialsFrom: &v1alpha1.CredentialsReference{Name: others}}), v1alpha1.ReasonSecretNotAllowed,
		},
		"secret-as-code": {code(v1alpha1.File{URLFrom: key}), v1alpha1.ReasonSecretNotAllowed},
		"claim-of-other": {input(v1alpha1.File{Claim: claim}), v1alpha1.ReasonClaimNotAllowed},
		"claim-as-code":  {code(v1alpha1.File{Claim: claim}), v1alpha1.ReasonClaimNotAllowed},
		"network-unknown": {
			func(s *v1alpha1.WorkflowSpec) { s.Stages[0].Compute.Network = v1alpha1.NetworkLoopback }, v1alpha1.ReasonNetworkRefused,
		},
	}
}

func TestAWorkflowMayNotNameWhatIsOthers(t *testing.T) {
	t.Parallel()
	theirs := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: others}, StringData: map[string]string{"url": "data:,x", "secret": "x"}}
	if err := cluster.Create(t.Context(), theirs); client.IgnoreAlreadyExists(err) != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cluster.Delete(context.Background(), theirs); client.IgnoreNotFound(err) != nil {
			t.Error(err)
		}
	})
	t.Run("in any place", func(t *testing.T) {
		for name, tc := range namings() {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				spec := v1alpha1.WorkflowSpec{Stages: []v1alpha1.Stage{static("run files")}}
				tc.change(&spec)
				wf := endedSpec(t, spec)
				held := reason(wf) == tc.reason && (wf.Status.Configure == nil || wf.Status.Configure.Attempts == 0)
				judge(t, name, held, "it ended as %+v", wf.Status)
			})
		}
	})
}

func TestADocumentThatLeadsElsewhereIsRefused(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*v1alpha1.WorkflowSpec){
		"folder-above":       func(s *v1alpha1.WorkflowSpec) { s.Stages[0].Inputs[0].ID = "did:op:../../outputs" },
		"image-with-command": func(s *v1alpha1.WorkflowSpec) { s.Stages[0].Algorithm.Container.Image = "busybox;reboot" },
	} {
		t.Run(name, func(t *testing.T) {
			spec := v1alpha1.WorkflowSpec{Stages: []v1alpha1.Stage{static("run files")}}
			change(&spec)
			_, err := submit(t, spec)
			judge(t, name, err != nil, "it was taken")
		})
	}
}

func TestConfigureFetchesNothingFromWhereNobodyMayLook(t *testing.T) {
	t.Parallel()
	for name, urls := range map[string][]string{
		"input-from-metadata": {"http://169.254.169.254/latest/meta-data/", "http://[::ffff:169.254.169.254]/"},
		"input-from-loopback": {"http://127.0.0.1:10248/healthz", "http://localhost/"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			differs := ""
			for _, url := range urls {
				spec := v1alpha1.WorkflowSpec{Stages: []v1alpha1.Stage{static("run files")}}
				input(v1alpha1.File{URL: url})(&spec)
				if wf := endedSpec(t, spec); reason(wf) != v1alpha1.ReasonInputFailed {
					differs += url + " ended as " + reason(wf) + "; "
				}
			}
			judge(t, name, differs == "", "%s", differs)
		})
	}
}
