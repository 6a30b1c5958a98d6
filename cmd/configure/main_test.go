// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oceanprotocol/operator-engine/internal/report"
)

// bench is a place to run the program in.
type bench struct {
	dir    string
	stdout bytes.Buffer
}

func newBench(t *testing.T, workflow string) *bench {
	t.Helper()
	b := &bench{dir: t.TempDir()}
	for name, content := range map[string]string{"workflow.json": workflow, "runner": "the runner"} {
		if err := os.WriteFile(filepath.Join(b.dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(b.dir, "data", "adminlogs"), 0o755); err != nil {
		t.Fatal(err)
	}
	return b
}

// run runs the program and reads its report.
func (b *bench) run(ctx context.Context, t *testing.T, more ...string) (int, report.Report) {
	t.Helper()
	args := []string{
		"--workflow", b.dir + "/workflow.json", "--volume", b.dir + "/data", "--adminlogs", b.dir + "/data/adminlogs",
		"--runner", b.dir + "/runner", "--termination-log", b.dir + "/report",
	}
	code := run(ctx, append(args, more...), &b.stdout)
	message, err := os.ReadFile(b.dir + "/report")
	if errors.Is(err, os.ErrNotExist) {
		return code, report.Report{}
	}
	if err != nil {
		t.Fatal(err)
	}
	r, err := report.Decode(string(message))
	if err != nil {
		t.Fatal(err)
	}
	return code, r
}

func TestConfigure(t *testing.T) {
	const simple = `{"metadata":{"name":"w"},"spec":{"stages":[{"name":"s","algorithm":{"rawCode":"print(1)"}}]}}`
	t.Run("a volume that is filled gives 0 and a report", func(t *testing.T) {
		b := newBench(t, simple)
		if code, r := b.run(t.Context(), t); code != 0 || r.Files != 1 || r.Bytes != 8 {
			t.Errorf("got %d %+v\n%s", code, r, b.stdout.String())
		}
		log, err := os.ReadFile(b.dir + "/data/adminlogs/configure.log")
		if err != nil || string(log) != b.stdout.String() || !strings.Contains(string(log), "Done") {
			t.Errorf("the admin log is not what went to stdout: %v\n%s", err, log)
		}
	})
	t.Run("an algorithm that cannot be had gives 1 and code 32", func(t *testing.T) {
		b := newBench(t, `{"spec":{"stages":[{"name":"s","algorithm":{"remote":{"serviceId":"1","txId":"2"}}}]}}`)
		if code, r := b.run(t.Context(), t); code != 1 || r.Code != 32 {
			t.Errorf("got %d %+v", code, r)
		}
	})
	t.Run("a document that is none gives 1 and code 21", func(t *testing.T) {
		b := newBench(t, `{"spec":`)
		if code, r := b.run(t.Context(), t); code != 1 || r.Code != 21 {
			t.Errorf("got %d %+v", code, r)
		}
	})
	t.Run("a wrong argument gives 2", func(t *testing.T) {
		for _, wrong := range []string{"--no-such-flag", "--system-retries=-1", "extra"} {
			if code, _ := newBench(t, simple).run(t.Context(), t, wrong); code != 2 {
				t.Errorf("%s gives %d", wrong, code)
			}
		}
	})
}

func TestInterruption(t *testing.T) {
	t.Setenv("ALLOWED_NETWORKS", "127.0.0.0/8")
	arrived := make(chan struct{}, 1)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	slow := `{"spec":{"stages":[{"name":"s","inputs":[{"id":"a","files":[{"url":"` + server.URL + `"}]}]}]}}`
	t.Run("being stopped gives 1 and no code", func(t *testing.T) {
		b := newBench(t, slow)
		ctx, stop := context.WithCancel(t.Context())
		go func() {
			<-arrived
			stop()
		}()
		if code, r := b.run(ctx, t); code != 1 || r.Code != 0 || r.Message == "" {
			t.Errorf("got %d %+v", code, r)
		}
	})
	t.Run("being too slow gives 1 and code 31", func(t *testing.T) {
		b := newBench(t, slow)
		if code, r := b.run(t.Context(), t, "--timeout", "200ms"); code != 1 || r.Code != 31 || !strings.Contains(r.Message, "not done within 200ms") {
			t.Errorf("got %d %+v", code, r)
		}
	})
}
