// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the stories' expected lines anew")

// TestStories plays every file of testdata/stories: its `given` and `when` lines are done to a world in memory, and what
// the plan answers must be its `then` lines. `go test ./internal/plan -update` writes the `then` lines anew.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/stories/*.story")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories found: %v", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".story")
		t.Run(strings.ReplaceAll(name, "-", " "), func(t *testing.T) {
			written, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			told, err := tell(string(written))
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				if err := os.WriteFile(file, []byte(told), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(written), told); diff != "" {
				t.Errorf("the story went otherwise (-written +played):\n%s", diff)
			}
		})
	}
}

// tell plays a story and returns it as it went.
func tell(written string) (string, error) {
	var out strings.Builder
	var w *world
	for line := range strings.Lines(written) {
		line = strings.TrimSuffix(line, "\n")
		verb, rest, _ := strings.Cut(line, " ")
		switch verb {
		case "then":
			continue
		case "given":
			out.WriteString(line + "\n")
			g, err := newWorld(rest)
			if err != nil {
				return "", err
			}
			w = g
		case "when":
			out.WriteString(line + "\n")
			if err := w.happen(rest); err != nil {
				return "", err
			}
		default:
			out.WriteString(line + "\n")
			continue
		}
		for _, l := range w.settle() {
			out.WriteString("then " + l + "\n")
		}
	}
	return out.String(), nil
}
