// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package templates

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/render"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

// mounted lays the project's templates out as the kubelet mounts a ConfigMap: links to a folder that is changed as a whole.
func mounted(t *testing.T) (dir string, replace func(change func(name, text string) string)) {
	t.Helper()
	dir = t.TempDir()
	version := 0
	replace = func(change func(name, text string) string) {
		version++
		data := filepath.Join(dir, "..v"+string(rune('0'+version)))
		originals, err := filepath.Glob("../../templates/*.yaml")
		if err != nil {
			t.Fatal(err)
		}
		must(t, os.Mkdir(data, 0o755))
		for _, original := range originals {
			text, err := os.ReadFile(original)
			must(t, err)
			name := filepath.Base(original)
			if name == "kustomization.yaml" {
				continue
			}
			must(t, os.WriteFile(filepath.Join(data, name), []byte(change(name, string(text))), 0o600))
			if version == 1 {
				must(t, os.Symlink(filepath.Join("..data", name), filepath.Join(dir, name)))
			}
		}
		must(t, os.Symlink(filepath.Base(data), filepath.Join(dir, "..new")))
		must(t, os.Rename(filepath.Join(dir, "..new"), filepath.Join(dir, "..data")))
	}
	replace(func(_, text string) string { return text })
	return dir, replace
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// follow opens the folder and follows it until the test ends.
func follow(t *testing.T, dir string) *Folder {
	t.Helper()
	f, err := Open(dir, render.Settings{ConfigureImage: "x"})
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- f.Start(ctx) }()
	t.Cleanup(func() {
		cancel()
		must(t, <-ended)
	})
	return f
}

// awaitAnnotation renders jobs until one carries the value, or time is up.
func awaitAnnotation(t *testing.T, f *Folder, value string) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); <-tick.C {
		if annotation(t, f) == value {
			return
		}
	}
	t.Fatalf("jobs carry %q, not %q", annotation(t, f), value)
}

func annotation(t *testing.T, f *Folder) string {
	t.Helper()
	job, err := f.Renderer().Job(gen.Workflow(), render.Run{Kind: v1alpha1.StepConfigure, Attempt: 1})
	must(t, err)
	return job.Spec.Template.Annotations["example.com/team"]
}

func annotated(value string) func(name, text string) string {
	return func(name, text string) string {
		if name != "configure-job.yaml" {
			return text
		}
		return strings.Replace(text, "      annotations:\n", "      annotations:\n        example.com/team: "+value+"\n", 1)
	}
}

func TestChangedTemplatesAreUsedForNewObjects(t *testing.T) {
	dir, replace := mounted(t)
	f := follow(t, dir)
	replace(annotated("blue"))
	awaitAnnotation(t, f, "blue")
}

func TestBrokenTemplatesLeaveTheLastGoodOnesInUse(t *testing.T) {
	dir, replace := mounted(t)
	f := follow(t, dir)
	replace(annotated("blue"))
	awaitAnnotation(t, f, "blue")
	replace(func(_, text string) string { return text + "\nbogus: 1\n" })
	if err := f.read(); err == nil || !strings.Contains(err.Error(), "bogus") {
		t.Errorf("broken templates were read: %v", err)
	}
	if got := annotation(t, f); got != "blue" {
		t.Errorf("jobs carry %q", got)
	}
	replace(annotated("green"))
	awaitAnnotation(t, f, "green")
}

func TestTemplatesThatAreBrokenAtTheStartAreRefused(t *testing.T) {
	dir, replace := mounted(t)
	replace(func(_, text string) string { return text + "\nbogus: 1\n" })
	if _, err := Open(dir, render.Settings{}); err == nil || !strings.Contains(err.Error(), "bogus") {
		t.Errorf("they were read: %v", err)
	}
}
