// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package minors

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestTheThreeNewestMinorsTakeAllThatIsAskedOfThem(t *testing.T) {
	var minors []int
	for _, folder := range filepath.SplitList(os.Getenv(folders)) {
		version := versionOf(t, folder)
		total.versions = append(total.versions, version)
		minors = append(minors, minorOf(t, version))
		t.Run(version, func(t *testing.T) {
			s := start(t, folder, version)
			if !t.Run("the manifests", s.takesTheManifests) {
				return
			}
			t.Run("a further namespace", s.takesAFurtherNamespace)
			t.Run("the samples", s.takesTheSamples)
			t.Run("what is rendered", s.takesWhatIsRendered)
			t.Run("nothing that it must refuse", s.refusesWhatItMust)
			t.Run("templates with a field of a later minor, and without it", s.runsTemplatesOfLaterMinors)
		})
	}
	if len(minors) != 3 || !slices.Equal(minors, []int{minors[0], minors[0] + 1, minors[0] + 2}) {
		t.Errorf("want three minors in a row, got %v", minors)
	}
}

// versionOf is what the API server of a folder says that it is: 1.37.2.
func versionOf(t *testing.T, folder string) string {
	t.Helper()
	text, err := exec.Command(filepath.Join(folder, "kube-apiserver"), "--version").Output()
	if err != nil {
		t.Fatalf("ask the API server in %s for its version: %v", folder, err)
	}
	return strings.TrimPrefix(strings.TrimSpace(string(text)), "Kubernetes v")
}

// minorOf is the 37 of 1.37.2.
func minorOf(t *testing.T, version string) int {
	t.Helper()
	parts := strings.Split(version, ".")
	if len(parts) != 3 {
		t.Fatalf("the server says that it is of version %q", version)
	}
	minor, err := strconv.Atoi(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	return minor
}
