// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

const specPage = "../../docs/spec/workflow.md"

func readSpec(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile(specPage)
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// apiConstants are the values of all constants of the API whose names begin with a prefix.
func apiConstants(t *testing.T, prefix string) []string {
	t.Helper()
	files, err := filepath.Glob("../../api/v1alpha1/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 && strings.HasPrefix(spec.Names[0].Name, prefix) {
				if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
					values = append(values, strings.Trim(lit.Value, `"`))
				}
			}
			return true
		})
	}
	if len(values) < 3 {
		t.Fatalf("only %d constants begin with %s: has the API been renamed?", len(values), prefix)
	}
	return values
}

// section is the part of a page under one heading.
func section(t *testing.T, page, heading string) string {
	t.Helper()
	_, rest, found := strings.Cut(page, "\n## "+heading+"\n")
	if !found {
		t.Fatalf("%s has no section %q", specPage, heading)
	}
	text, _, _ := strings.Cut(rest, "\n## ")
	return text
}

func TestTheSpecPageExplainsEveryConstant(t *testing.T) {
	page := readSpec(t)
	for _, tc := range []struct{ prefix, section, row string }{
		{"Reason", "Reasons", "\n| `%s` | "},
		{"Condition", "Conditions", "\n| `%s` | "},
		{"Code", "Codes", "\n| %s | "},
		{"Phase", "Status", "`%s`"},
		{"Step", "Steps", "%s"},
	} {
		text := section(t, page, tc.section)
		for _, value := range apiConstants(t, tc.prefix) {
			if !strings.Contains(text, fmt.Sprintf(tc.row, value)) {
				t.Errorf("%s: %q is not explained under %q", specPage, value, tc.section)
			}
		}
	}
}

// What was taken out of the API must leave the page too.
func TestTheSpecPageNamesNoReasonThatIsNone(t *testing.T) {
	known := strings.Join(apiConstants(t, "Reason"), " ") + " "
	for _, row := range regexp.MustCompile("\n\\| `(\\w+)` \\|").FindAllStringSubmatch(section(t, readSpec(t), "Reasons"), -1) {
		if !strings.Contains(known, row[1]+" ") {
			t.Errorf("%s explains the reason %q, which the API does not have", specPage, row[1])
		}
	}
}

func TestTheSpecPageExplainsEveryField(t *testing.T) {
	page := readSpec(t)
	spec, status := section(t, page, "Spec"), section(t, page, "Status")
	for text, root := range map[string]reflect.Type{
		spec: reflect.TypeFor[v1alpha1.WorkflowSpec](), status: reflect.TypeFor[v1alpha1.WorkflowStatus](),
	} {
		for _, field := range fieldsOf(root) {
			if !strings.Contains(text, "`"+field+"`") && !strings.Contains(text, "{"+field) && !strings.Contains(text, ", "+field+"}") {
				t.Errorf("%s does not explain the field %q of %s", specPage, field, root.Name())
			}
		}
	}
}

// fieldsOf are the names of all fields of a type of the API, and of the types of the API in it.
func fieldsOf(t reflect.Type) []string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t.PkgPath() != reflect.TypeFor[v1alpha1.Workflow]().PkgPath() {
		return nil
	}
	var names []string
	for i := range t.NumField() {
		f := t.Field(i)
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" {
			names = append(names, name)
		}
		names = append(names, fieldsOf(f.Type)...)
	}
	return names
}

// The page's table of reasons gives the code that the plan gives.
func TestTheSpecPageGivesTheRightCodes(t *testing.T) {
	rows := regexp.MustCompile("\n\\| `(\\w+)` \\| (\\d+) \\|").FindAllStringSubmatch(section(t, readSpec(t), "Reasons"), -1)
	own := map[string]Step{
		"InputFailed": configureStep, "AlgorithmFetchFailed": configureStep,
		"AlgorithmFailed": countStep, "OOMKilled": countStep, "DiskFull": countStep,
		"FilterFailed": filterStep, "PublishFailed": publishStep, "OutputsTooLarge": publishStep,
	}
	for _, row := range rows {
		reason, written := row[1], row[2]
		steps := []Step{configureStep, countStep, filterStep, publishStep}
		if s, ok := own[reason]; ok {
			steps = []Step{s}
		}
		for _, s := range steps {
			if code := Next(ended(s, reason)).Status.Code; written != "1" && written != "70" && written != strconv.Itoa(int(code)) {
				t.Errorf("%s gives %s the code %s, the plan gives it %d at %s", specPage, reason, written, code, s)
			}
		}
	}
	if len(rows) < 15 {
		t.Errorf("only %d reasons have a code", len(rows))
	}
}
