// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"regexp"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	kjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

// loader reads templates and collects mistakes.
type loader struct {
	dir      fs.FS
	mistakes []error
}

// file is where mistakes are noted under the file's name.
type file struct {
	loader *loader
	name   string
}

func (f file) wrong(format string, args ...any) {
	f.loader.mistakes = append(f.loader.mistakes, fmt.Errorf("%s: %s", f.name, fmt.Sprintf(format, args...)))
}

// read decodes one file into an object of the expected kind. It tells whether there is something to look at further.
func (l *loader) read(name, apiVersion, kind string, into any) (file, bool) {
	f := file{loader: l, name: name}
	text, err := fs.ReadFile(l.dir, name)
	if errors.Is(err, fs.ErrNotExist) {
		f.wrong("is missing: the folder must hold all templates, not only the changed ones")
		return f, false
	}
	if err != nil {
		f.wrong("read: %v", err)
		return f, false
	}
	if n := documents(string(text)); n != 1 {
		f.wrong("holds %d documents: want one", n)
		return f, false
	}
	asJSON, err := yaml.YAMLToJSONStrict(text)
	if err != nil {
		f.wrong("%v", err)
		return f, false
	}
	var is metav1.TypeMeta
	if err := yaml.Unmarshal(asJSON, &is); err != nil || is.APIVersion != apiVersion || is.Kind != kind {
		f.wrong("is apiVersion %q, kind %q: want %q, %q", is.APIVersion, is.Kind, apiVersion, kind)
		return f, false
	}
	strict, err := kjson.UnmarshalStrict(asJSON, into)
	if err != nil {
		f.undecodable(asJSON, into, err)
		return f, false
	}
	for _, err := range strict {
		f.wrong("%v", err)
	}
	return f, true
}

// undecodable notes every field whose value keeps a document from becoming an object, or what the decoder said if there
// is none that does so alone.
func (f file) undecodable(document []byte, into any, reason error) {
	fields, err := misfits(document, reflect.TypeOf(into).Elem())
	if err != nil || len(fields) == 0 {
		f.wrong("%v", reason)
	}
	for _, field := range fields {
		f.wrong("%s", field)
	}
}

var separator = regexp.MustCompile(`(?m)^---(\s.*)?$`)

// documents counts the YAML documents that say something; a decoder would read the first and keep silent on the rest.
func documents(text string) int {
	n := 0
	for _, part := range separator.Split(text, -1) {
		for line := range strings.Lines(part) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				n++
				break
			}
		}
	}
	return n
}
