// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract/joblog"
	"github.com/oceanprotocol/operator-engine/internal/report"
)

// memory is an uploader that keeps everything, in the order in which it came.
type memory struct {
	names []string
	files map[string][]byte
	fail  error
	// before is done once, when the first files come.
	before func()
}

func newMemory() *memory { return &memory{files: map[string][]byte{}} }

func (m *memory) Upload(_ context.Context, files []File) (Placed, error) {
	placed := Placed{URL: func(name string) string { return "memory:///" + escapePath(name) }}
	if m.before != nil {
		m.before()
		m.before = nil
	}
	for _, f := range files {
		content, err := contentOf(f)
		if err != nil {
			return Placed{}, err
		}
		if m.fail != nil {
			return Placed{}, fmt.Errorf("upload %s: %w", f.Name, m.fail)
		}
		m.names = append(m.names, f.Name)
		m.files[f.Name] = content
		placed.Digests = append(placed.Digests, sha256.Sum256(content))
	}
	return placed, nil
}

// document is the manifest as somebody reads it.
type document struct {
	Files   []Published
	Skipped []Skipped
	Totals  totals
}

// scene is a workflow's two volumes with something on them.
func scene(t *testing.T) (Options, *memory, *memory, *bytes.Buffer) {
	t.Helper()
	results, admin, log := newMemory(), newMemory(), &bytes.Buffer{}
	o := Options{
		Volume: t.TempDir(), AdminLogs: t.TempDir(), Stages: []Stage{{"s", 1}}, Limits: ample,
		Targets: Targets{Results: results, AdminLogs: admin}, Log: joblog.New(log),
	}
	put(t, o.Volume, "outputs/s/1/a", "aaa")
	put(t, o.Volume, "outputs/s/1/b/c", "cc")
	put(t, o.Volume, "logs/s/1/algorithm.log", "it went well")
	if err := os.Symlink("/etc/passwd", o.Volume+"/outputs/s/1/link"); err != nil {
		t.Fatal(err)
	}
	put(t, o.AdminLogs, "configure.log", "configured")
	put(t, o.AdminLogs, "publish.log", "publishing")
	put(t, o.AdminLogs, "other.log", "not known")
	return o, results, admin, log
}

func TestRun(t *testing.T) {
	t.Run("results go out, then the manifest, and the admin logs go elsewhere", func(t *testing.T) {
		o, results, admin, _ := scene(t)
		r, err := Run(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"outputs/a", "outputs/b/c", "logs/algorithm.log", "manifest.json"}, results.names); diff != "" {
			t.Errorf("results: %s", diff)
		}
		if diff := cmp.Diff([]string{"adminlogs/configure.log", "adminlogs/publish.log"}, admin.names); diff != "" {
			t.Errorf("admin logs: %s", diff)
		}
		want := report.Report{
			Files: 3, Bytes: 17,
			Manifest: &v1alpha1.Manifest{
				URL: "memory:///manifest.json", SHA256: fmt.Sprintf("%x", sha256.Sum256(results.files["manifest.json"])), Files: 3, Bytes: 17,
			},
			Outputs: []v1alpha1.Output{
				{Name: "outputs/a", Type: "output", URL: "memory:///outputs/a", Size: 3, SHA256: fmt.Sprintf("%x", sha256.Sum256([]byte("aaa")))},
				{Name: "outputs/b/c", Type: "output", URL: "memory:///outputs/b/c", Size: 2, SHA256: fmt.Sprintf("%x", sha256.Sum256([]byte("cc")))},
				{Name: "logs/algorithm.log", Type: "algorithmLog", URL: "memory:///logs/algorithm.log", Size: 12, SHA256: fmt.Sprintf("%x", sha256.Sum256([]byte("it went well")))},
			},
		}
		if diff := cmp.Diff(want, r); diff != "" {
			t.Errorf("report (-want +got):\n%s", diff)
		}
		var m document
		if err := json.Unmarshal(results.files["manifest.json"], &m); err != nil {
			t.Fatal(err)
		}
		if len(m.Files) != 3 || m.Totals != (totals{3, 17, 1}) || m.Skipped[0] != (Skipped{"outputs/link", "it is a symbolic link"}) {
			t.Errorf("manifest: %+v", m)
		}
	})
}

func TestManifestAndReport(t *testing.T) {
	t.Run("the manifest of a second run is the same", func(t *testing.T) {
		o, results, _, _ := scene(t)
		first, err := Run(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		manifest := results.files["manifest.json"]
		second, err := Run(t.Context(), o)
		if err != nil || !bytes.Equal(manifest, results.files["manifest.json"]) || cmp.Diff(first, second) != "" {
			t.Errorf("it differs: %v", err)
		}
	})
	t.Run("no files at all still make a manifest", func(t *testing.T) {
		o, results, _, _ := scene(t)
		o.Stages, o.LogsOnly = []Stage{{"empty", 1}}, true
		if err := os.MkdirAll(o.Volume+"/logs/empty/1", 0o755); err != nil {
			t.Fatal(err)
		}
		r, err := Run(t.Context(), o)
		if err != nil || r.Files != 0 || !strings.Contains(string(results.files["manifest.json"]), `"files": [],`) {
			t.Errorf("got %+v, %v, %s", r, err, results.files["manifest.json"])
		}
	})
	t.Run("a report of many outputs fits", func(t *testing.T) {
		o, _, _, _ := scene(t)
		for n := range 200 {
			put(t, o.Volume, fmt.Sprintf("outputs/s/1/many/%03d-%s", n, strings.Repeat("x", 200)), "x")
		}
		r, err := Run(t.Context(), o)
		if err != nil || r.Files != 203 || len(r.Outputs) != maxOutputs {
			t.Fatalf("got %d files, %d outputs, %v", r.Files, len(r.Outputs), err)
		}
		if b, err := report.Encode(r); err != nil || len(b) > report.MaxBytes {
			t.Errorf("%d bytes, %v", len(b), err)
		}
	})
}

func TestFailures(t *testing.T) {
	t.Run("a failed upload is 62, names the file, and the admin logs still go out", func(t *testing.T) {
		o, results, admin, _ := scene(t)
		results.fail = errors.New(`Put "http://s3/b?X-Amz-Signature=s3cret": refused`)
		r, err := Run(t.Context(), o)
		if err == nil || r.Code != v1alpha1.CodeResultsUploadFailed || r.Message != `upload outputs/a: Put "http://s3/b": refused` {
			t.Errorf("got %+v, %v", r, err)
		}
		if len(admin.names) != 2 {
			t.Errorf("admin logs: %v", admin.names)
		}
	})
	t.Run("a volume that cannot be read is 61", func(t *testing.T) {
		o, _, _, _ := scene(t)
		o.Stages[0].Attempt = 2
		if r, err := Run(t.Context(), o); err == nil || r.Code != v1alpha1.CodeResultsFetchFailed || !strings.Contains(r.Message, "outputs") {
			t.Errorf("got %+v, %v", r, err)
		}
	})
	t.Run("an interruption has no code", func(t *testing.T) {
		o, results, _, _ := scene(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		results.fail = ctx.Err()
		if r, err := Run(ctx, o); err == nil || r.Code != 0 {
			t.Errorf("got %+v, %v", r, err)
		}
	})
	t.Run("admin logs that cannot be uploaded are only logged", func(t *testing.T) {
		o, _, admin, log := scene(t)
		admin.fail = errors.New("refused")
		if _, err := Run(t.Context(), o); err != nil {
			t.Error(err)
		}
		if !strings.Contains(log.String(), "Admin logs were not uploaded") {
			t.Errorf("log:\n%s", log)
		}
	})
	t.Run("admin logs without a place stay where they are", func(t *testing.T) {
		o, results, _, log := scene(t)
		o.Targets.AdminLogs = nil
		if _, err := Run(t.Context(), o); err != nil {
			t.Error(err)
		}
		if !strings.Contains(log.String(), "stay on their volume") || strings.Contains(fmt.Sprint(results.names), "adminlogs") {
			t.Errorf("%v, log:\n%s", results.names, log)
		}
	})
}
