// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package minors

import (
	"path/filepath"
	"sync"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/controller"
)

// server is the API server of one minor.
type server struct {
	version  string
	folder   string
	config   *rest.Config
	warnings *warnings
	scheme   *runtime.Scheme
	// admin may do everything; operator is the operator's service account.
	admin, operator client.Client
}

// start runs the API server of a folder until the test ends. It looks at service accounts, which envtest lets pass otherwise.
func start(t *testing.T, folder, version string) *server {
	t.Helper()
	s := &server{version: version, folder: folder, warnings: &warnings{}, scheme: newScheme(t)}
	env := &envtest.Environment{ControlPlane: envtest.ControlPlane{
		APIServer: &envtest.APIServer{Path: filepath.Join(folder, "kube-apiserver")},
		Etcd:      &envtest.Etcd{Path: filepath.Join(folder, "etcd")},
	}}
	env.ControlPlane.GetAPIServer().Configure().Disable("disable-admission-plugins")
	config, err := env.Start()
	if err != nil {
		t.Fatalf("start the API server in %s: %v", folder, err)
	}
	t.Cleanup(func() {
		if err := env.Stop(); err != nil {
			t.Errorf("stop the API server: %v", err)
		}
	})
	s.config = controller.RestConfig(config)
	s.config.WarningHandler = s.warnings
	s.admin = s.client(t, s.config)
	account := rest.CopyConfig(s.config)
	account.Impersonate = rest.ImpersonationConfig{
		UserName: "system:serviceaccount:" + home + ":operator-engine",
		Groups:   []string{"system:serviceaccounts", "system:serviceaccounts:" + home, "system:authenticated"},
	}
	s.operator = s.client(t, account)
	return s
}

func (s *server) client(t *testing.T, config *rest.Config) client.Client {
	t.Helper()
	c, err := client.New(config, client.Options{Scheme: s.scheme, FieldValidation: "Strict"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newScheme(t *testing.T) *runtime.Scheme {
	t.Helper()
	s := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{clientgoscheme.AddToScheme, apiextensionsv1.AddToScheme, v1alpha1.AddToScheme} {
		if err := add(s); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// warnings collects what a server says beside its answers.
type warnings struct {
	mu   sync.Mutex
	said []string
}

func (w *warnings) HandleWarningHeader(_ int, _, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.said = append(w.said, text)
}

// take gives what was said since it was asked last.
func (w *warnings) take() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	said := w.said
	w.said = nil
	return said
}
