// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oceanprotocol/operator-engine/internal/report"
)

// publishFrom runs the program over a volume with one output, and reads its report.
func publishFrom(t *testing.T, env map[string]string, more ...string) (int, report.Report, string) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"data/outputs/s/1/a": "x", "data/logs/s/1/algorithm.log": "log", "adminlogs/configure.log": "configured",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	args := append([]string{
		"--volume", dir + "/data", "--adminlogs", dir + "/adminlogs", "--prefix", "w-1", "--termination-log", dir + "/report",
	}, more...)
	var stdout bytes.Buffer
	code := run(t.Context(), args, func(name string) (string, bool) { v, ok := env[name]; return v, ok }, &stdout)
	message, err := os.ReadFile(dir + "/report")
	if err != nil {
		return code, report.Report{}, stdout.String()
	}
	r, err := report.Decode(string(message))
	if err != nil {
		t.Fatal(err)
	}
	return code, r, stdout.String()
}

func TestPublish(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err == nil && r.Method == http.MethodGet {
			_, _ = io.WriteString(w, `<ListBucketResult></ListBucketResult>`) // there is nothing yet
		}
	}))
	t.Cleanup(server.Close)
	env := map[string]string{
		"AWS_BUCKET_OUTPUT": "results", "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": server.URL,
		"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "s3cret",
	}

	t.Run("a volume that is published gives 0 and a report", func(t *testing.T) {
		code, r, log := publishFrom(t, env, "--stage", "s=1")
		if code != 0 || r.Files != 2 || r.Manifest == nil || r.Manifest.URL != server.URL+"/results/w-1/manifest.json" {
			t.Errorf("got %d %+v\n%s", code, r, log)
		}
		if strings.Contains(log, "s3cret") {
			t.Errorf("the key is in the log:\n%s", log)
		}
	})
	t.Run("logs alone can be published", func(t *testing.T) {
		if code, r, log := publishFrom(t, env, "--stage", "s=1", "--logs-only"); code != 0 || r.Files != 1 {
			t.Errorf("got %d %+v\n%s", code, r, log)
		}
	})
	t.Run("a storage that is not set up gives 1 and code 62", func(t *testing.T) {
		if code, r, _ := publishFrom(t, nil, "--stage", "s=1"); code != 1 || r.Code != 62 || r.Message == "" {
			t.Errorf("got %d %+v", code, r)
		}
	})
	t.Run("a volume without the attempt gives 1 and code 61", func(t *testing.T) {
		if code, r, _ := publishFrom(t, env, "--stage", "s=2"); code != 1 || r.Code != 61 {
			t.Errorf("got %d %+v", code, r)
		}
	})
	t.Run("a stage that did not run has nothing to publish", func(t *testing.T) {
		if code, r, _ := publishFrom(t, env, "--stage", "s=0"); code != 0 || r.Files != 0 || r.Manifest == nil {
			t.Errorf("got %d %+v", code, r)
		}
	})
	t.Run("a wrong argument gives 2", func(t *testing.T) {
		for _, wrong := range [][]string{
			nil, {"--stage", "s"}, {"--stage", "s=-1"}, {"--stage", "../s=1"}, {"--stage", "s=1", "--stage", "s=2"},
			{"--stage", "s=1", "--prefix", "a/b"}, {"--stage", "s=1", "extra"},
		} {
			if code, _, log := publishFrom(t, env, wrong...); code != 2 {
				t.Errorf("%v gives %d\n%s", wrong, code, log)
			}
		}
	})
}
