// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// beginning is a run whose folders look as an earlier run of the same attempt left them.
func beginning(t *testing.T, entrypoint, leftBy string) (r *run, outputs string) {
	t.Helper()
	outputs = t.TempDir()
	first := newRun(t, "sh -c '"+leftBy+"'", "--empty", outputs)
	first.cmd.Dir = outputs
	wantCode(t, first, 0)
	r = newRun(t, entrypoint, "--empty", outputs)
	r.cmd.Dir = outputs
	return r, outputs
}

func wantEmpty(t *testing.T, folder string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) > 0 {
		t.Errorf("there are %v, %v", entries, err)
	}
}

func TestAnAttemptThatIsRunOnceMoreFindsItsOutputsEmpty(t *testing.T) {
	t.Parallel()
	for name, leftBy := range map[string]string{
		"files":                             "echo 1 > a; echo 2 > .hidden",
		"folders":                           "mkdir -p a/b/c; echo 1 > a/b/c/d",
		"folders that nobody may enter":     "mkdir -p a/b; echo 1 > a/b/c; chmod 0 a/b a",
		"links, pipes and odd names":        `ln -s /etc/passwd a; mkfifo b; touch -- "-rf" "*"; ln -s . loop`,
		"nothing":                           "true",
		"a link to itself in a read folder": "mkdir a; ln -s . a/a; chmod 0500 a",
	} {
		t.Run(name, func(t *testing.T) {
			r, outputs := beginning(t, "true", leftBy)
			wantCode(t, r, 0)
			wantEmpty(t, outputs)
		})
	}
}

func TestNothingBehindALinkInTheOutputsIsTakenAway(t *testing.T) {
	t.Parallel()
	theirs := filepath.Join(t.TempDir(), "theirs")
	if err := os.WriteFile(theirs, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r, outputs := beginning(t, "true", "ln -s "+filepath.Dir(theirs)+" a; ln -s "+theirs+" b")
	wantCode(t, r, 0)
	wantEmpty(t, outputs)
	if info, err := os.Stat(theirs); err != nil || info.Mode() != 0o600 {
		t.Errorf("the file behind the link: %v, %v", info, err)
	}
}

func TestWhatIsMountedIntoTheOutputsStays(t *testing.T) {
	t.Parallel()
	outputs := t.TempDir()
	inner := filepath.Join(outputs, "of the provider", "inner")
	if err := os.MkdirAll(inner, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", inner, "tmpfs", 0, ""); err != nil {
		t.Skip("only root can mount:", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(inner, 0) })
	r := newRun(t, "sh -c 'echo 1 > inner/kept; echo 2 > ../gone'", "--empty", outputs)
	r.cmd.Dir = filepath.Dir(inner)
	wantCode(t, r, 0)
	again := newRun(t, "cat inner/kept", "--empty", outputs)
	again.cmd.Dir = filepath.Dir(inner)
	wantCode(t, again, 0)
	if got := again.logged(t); got != "1\n" {
		t.Errorf("the command read %q", got)
	}
	if _, err := os.Stat(filepath.Join(outputs, "gone")); err == nil {
		t.Error("what was not mounted is still there")
	}
}

func TestOutputsThatCannotBeEmptiedGive125AndNothingIsRun(t *testing.T) {
	t.Parallel()
	r := newRun(t, "echo ran", "--empty", "/no/such/folder")
	wantCode(t, r, 125)
	if got := r.stdout.String(); !strings.Contains(got, "runner: empty folder /no/such/folder") || strings.Contains(got, "ran\n") {
		t.Errorf("stdout: %s", got)
	}
}

func TestFilesThatAnEarlierRunLeftBesideTheLogAreGone(t *testing.T) {
	t.Parallel()
	r := newRun(t, "true")
	logs := filepath.Dir(r.log)
	r.cmd.Args = append(r.cmd.Args, "--empty", logs)
	if err := os.WriteFile(filepath.Join(logs, "more.log"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	wantCode(t, r, 0)
	if entries, err := os.ReadDir(logs); err != nil || len(entries) != 1 || entries[0].Name() != filepath.Base(r.log) {
		t.Errorf("there are %v, %v", entries, err)
	}
}

func TestAPipeInTheLogsPlaceHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	r := newRun(t, "echo 1")
	if err := syscall.Mkfifo(r.log, 0o644); err != nil {
		t.Fatal(err)
	}
	wantCode(t, r, 0)
	if got := r.logged(t); got != "1\n" {
		t.Errorf("the log is %q", got)
	}
}
