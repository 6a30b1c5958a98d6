// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package envtest tests what only a real API server can tell: the schema's rules, conflicts, ownership, and how many
// writes a workflow costs. There is no kubelet and no controller-manager here: tests play both.
package envtest

import (
	"fmt"
	"os"
	"testing"

	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

var (
	// server is the API server that the tests of this package share; each works in a namespace of its own.
	server *rest.Config
	// env is what runs it.
	env *envtest.Environment
	// scratch is a folder for what the tests share. It goes when they are over.
	scratch string
)

func TestMain(m *testing.M) {
	if os.Getenv("KUBEBUILDER_ASSETS") == "" {
		fmt.Println("test/envtest needs an API server: run it with `make test-envtest`")
		os.Exit(0)
	}
	ctrl.SetLogger(logr.Discard())
	os.Exit(serve(m))
}

func serve(m *testing.M) int {
	folder, err := os.MkdirTemp("", "envtest-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	scratch = folder
	env = &envtest.Environment{CRDDirectoryPaths: []string{"../../config/crd"}, ErrorIfCRDPathMissing: true}
	if err := listen(env, folder); err != nil {
		fmt.Fprintln(os.Stderr, "prepare the audit log:", err)
		return 1
	}
	// It asks whether who makes an object may hold up its owner's deletion, for which workflows/finalizers is granted.
	env.ControlPlane.GetAPIServer().Configure().Append("enable-admission-plugins", "OwnerReferencesPermissionEnforcement")
	config, err := env.Start()
	if err != nil {
		fmt.Fprintln(os.Stderr, "start the API server:", err)
		return 1
	}
	server = config
	code := m.Run()
	if err := env.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, "stop the API server:", err)
	}
	return code
}

func newScheme() *runtime.Scheme {
	s := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{clientgoscheme.AddToScheme, v1alpha1.AddToScheme} {
		if err := add(s); err != nil {
			panic(err)
		}
	}
	return s
}

// admin is a client that may do everything and caches nothing.
func admin(t *testing.T) client.WithWatch {
	t.Helper()
	c, err := client.NewWithWatch(server, client.Options{Scheme: newScheme()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
