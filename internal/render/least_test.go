// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// least are templates that have nothing but what a template must have. Whoever runs an older Kubernetes may have taken
// any other field out of his.
func least() fs.FS { return os.DirFS("testdata/least") }

// place is where a field stands in a document: keys of objects and places in lists.
type place []any

func (p place) String() string {
	var b strings.Builder
	for _, step := range p {
		if key, ok := step.(string); ok {
			b.WriteString("." + key)
			continue
		}
		fmt.Fprintf(&b, "[%d]", step)
	}
	return strings.TrimPrefix(b.String(), ".")
}

// places are all fields of a document, and all items of its lists.
func places(at place, value any) []place {
	var all []place
	switch v := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			below := append(slices.Clone(at), key)
			all = append(append(all, below), places(below, v[key])...)
		}
	case []any:
		for i := range v {
			below := append(slices.Clone(at), i)
			all = append(append(all, below), places(below, v[i])...)
		}
	}
	return all
}

// lookup tells whether there is something at a place.
func lookup(document any, at place) bool {
	for _, step := range at {
		switch v := document.(type) {
		case map[string]any:
			key, _ := step.(string)
			next, ok := v[key]
			if !ok {
				return false
			}
			document = next
		case []any:
			i, ok := step.(int)
			if !ok || i >= len(v) {
				return false
			}
			document = v[i]
		default:
			return false
		}
	}
	return true
}

// without is a copy of a document that has nothing at a place.
func without(document any, at place) any {
	switch v := document.(type) {
	case map[string]any:
		copied := maps.Clone(v)
		if key := at[0].(string); len(at) == 1 {
			delete(copied, key)
		} else {
			copied[key] = without(v[key], at[1:])
		}
		return copied
	case []any:
		i := at[0].(int)
		if len(at) == 1 {
			return slices.Delete(slices.Clone(v), i, i+1)
		}
		copied := slices.Clone(v)
		copied[i] = without(v[i], at[1:])
		return copied
	}
	return document
}

// mounts is where a template has its main container's mounts.
var mounts = place{"spec", "template", "spec", "containers", 0, "volumeMounts"}

func parsed(t *testing.T, dir fs.FS, name string) any {
	t.Helper()
	text, err := fs.ReadFile(dir, name)
	if err != nil {
		t.Fatal(err)
	}
	var document any
	if err := yaml.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	return document
}

func templateNames(t *testing.T) []string {
	t.Helper()
	names, err := fs.Glob(least(), "*.yaml")
	if err != nil || len(names) != 8 {
		t.Fatalf("there are %d of the least templates, not 8: %v", len(names), err)
	}
	return names
}

// changed is ours with one file's text replaced.
func changed(t *testing.T, name string, document any) fs.FS {
	t.Helper()
	text := asYAML(t, document)
	return withTemplate(t, name, func(string) string { return text })
}

func TestEveryFieldButTheLeastMayBeTakenOutOfATemplate(t *testing.T) {
	for _, name := range templateNames(t) {
		needed, whole := parsed(t, least(), name), parsed(t, ours(), name)
		for _, at := range places(nil, whole) {
			if last := at[len(at)-1]; lookup(needed, at) || last == "name" || last == "mountPath" {
				continue // An item of a list is nothing without its name or place; the item itself may go.
			}
			t.Run(name+" without "+at.String(), func(t *testing.T) {
				rest := without(whole, at)
				if slices.Contains(at, any("volumes")) {
					rest = without(rest, mounts) // A mount needs its volume.
				}
				objects(t, renderer(t, changed(t, name, rest), nil), twoStages())
			})
		}
	}
}

func TestNoFieldOfTheLeastMayBeTakenOutOfATemplate(t *testing.T) {
	for _, name := range templateNames(t) {
		whole := parsed(t, ours(), name)
		for _, at := range places(nil, parsed(t, least(), name)) {
			_, err := Load(changed(t, name, without(whole, at)))
			if err == nil || !strings.HasPrefix(err.Error(), name+": ") {
				t.Errorf("%s without %s: got %v", name, at, err)
			}
		}
	}
}

func TestEverythingIsRenderedFromTheLeastTemplates(t *testing.T) {
	all := objects(t, renderer(t, least(), nil), twoStages())
	for name, object := range all {
		text := asYAML(t, object)
		for _, more := range []string{"securityContext", "emptyDir", "enableServiceLinks", "annotations", "immutable"} {
			if strings.Contains(text, more) {
				t.Errorf("%s has a %s, which no template asked for", name, more)
			}
		}
	}
}

func TestTheContractsShowTheLeastTemplates(t *testing.T) {
	contracts, err := os.ReadFile("../../docs/contracts.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range templateNames(t) {
		text, err := fs.ReadFile(least(), name)
		if err != nil {
			t.Fatal(err)
		}
		_, manifest, _ := strings.Cut(string(text), "\n\n") // The licence stands above.
		if !strings.Contains(string(contracts), "```yaml\n"+manifest+"```\n") {
			t.Errorf("docs/contracts.md does not show %s:\n%s", name, manifest)
		}
	}
}
