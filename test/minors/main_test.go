// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package minors offers everything that the operator and its manifests ask of Kubernetes to the API servers of the three
// newest minors. A server checks as strictly as it can, and a warning counts as a refusal.
package minors

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/go-logr/logr"
	ctrl "sigs.k8s.io/controller-runtime"
)

// folders names the variable that holds the folders with the minors' API servers, the oldest first.
const folders = "MINORS_ASSETS"

// total is what the last line tells.
var total struct {
	versions         []string
	objects, refused int
}

func TestMain(m *testing.M) {
	if os.Getenv(folders) == "" {
		fmt.Println("test/minors needs the API servers of three minors: run it with `make test-minors`")
		os.Exit(0)
	}
	ctrl.SetLogger(logr.Discard())
	code := m.Run()
	fmt.Printf("minors: versions=%s objects=%d refused=%d\n", strings.Join(total.versions, ","), total.objects, total.refused)
	os.Exit(code)
}
