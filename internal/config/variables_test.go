// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write docs/settings.md from the table of settings")

const (
	settingsPage = "../../docs/settings.md"
	readmePage   = "../../README.md"
)

func TestTheSettingsPageIsMadeFromTheTable(t *testing.T) {
	want := settings()
	if *update {
		if err := os.WriteFile(settingsPage, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(settingsPage)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("docs/settings.md is not up to date, run: go test ./internal/config -update\n%s", diff)
	}
}

// The README may show only some of the settings, but none that does not exist.
func TestTheReadmeNamesNoSettingThatDoesNotExist(t *testing.T) {
	text, err := os.ReadFile(readmePage)
	if os.IsNotExist(err) {
		text = nil
	} else if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile("(?m)^\\| *`([A-Z][A-Z0-9_]+)`")
	for _, match := range row.FindAllStringSubmatch(string(text), -1) {
		if _, ok := defaults[match[1]]; !ok {
			t.Errorf("README.md has a row for %s, which is no setting", match[1])
		}
	}
}

func TestEveryVariableOfTheTableIsRead(t *testing.T) {
	read := map[string]bool{}
	record := func(vars map[string]string) {
		_, _ = Load(func(name string) (string, bool) {
			read[name] = true
			v, ok := vars[name]
			return v, ok
		})
	}
	record(map[string]string{"IPFS_OUTPUT": "http://ipfs"})
	record(map[string]string{"AWS_BUCKET_OUTPUT": "results"})
	for name := range defaults {
		if !read[name] {
			t.Errorf("%s is in the table, but nothing reads it", name)
		}
		delete(read, name)
	}
	for name := range read {
		t.Errorf("%s is read, but not in the table", name)
	}
}

func settings() string {
	var b strings.Builder
	b.WriteString("# Settings\n\n" +
		"<!-- Made from internal/config/variables.go by: go test ./internal/config -update -->\n\n" +
		"The operator reads these environment variables when it starts. It reports every mistake at once and does not start\n" +
		"with one. An empty variable is an unset one. Durations are written as `90s`, `10m` or `12h`; a bare number is\n" +
		"seconds. Variables marked as secret belong in a Secret.\n")
	for _, group := range Variables() {
		fmt.Fprintf(&b, "\n## %s\n\n| Variable | Default | Meaning |\n| --- | --- | --- |\n", group.Title)
		for _, v := range group.Variables {
			b.WriteString(settingRow(v))
		}
	}
	return b.String()
}

func settingRow(v Variable) string {
	value, mark := "", ""
	if v.Default != "" {
		value = "`" + v.Default + "`"
	}
	if v.Secret {
		mark = "**Secret.** "
	}
	return fmt.Sprintf("| `%s` | %s | %s%s |\n", v.Name, value, mark, v.Meaning)
}
