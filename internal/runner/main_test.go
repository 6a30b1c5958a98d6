// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/oceanprotocol/operator-engine/internal/runner"
)

// beRunner makes the test binary the program under test, so that each test has a process of its own to look at.
const beRunner = "TEST_BE_RUNNER"

func TestMain(m *testing.M) {
	for name, be := range map[string]func() int{
		beRunner: func() int { return runner.Main(os.Args[1:]) }, beOldKernel: oldKernel,
	} {
		if os.Getenv(name) != "" {
			_ = os.Unsetenv(name)
			os.Exit(be())
		}
	}
	for name, be := range map[string]func() int{beProbe: probe, beSender: send, beSlower: slow} {
		if os.Getenv(name) != "" {
			os.Exit(be())
		}
	}
	os.Exit(m.Run())
}

// run is one run of the program.
type run struct {
	cmd    *exec.Cmd
	stdout bytes.Buffer
	log    string
}

// newRun prepares the program with an entrypoint; more arguments follow.
func newRun(t *testing.T, entrypoint string, args ...string) *run {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r := &run{log: filepath.Join(t.TempDir(), "algorithm.log")}
	args = append([]string{"--entrypoint", entrypoint, "--algo", "/no/such/algorithm", "--log", r.log}, args...)
	r.cmd = exec.CommandContext(t.Context(), self, args...)
	r.cmd.Env = append(os.Environ(), beRunner+"=1")
	r.cmd.Stdout = &r.stdout
	r.cmd.Stderr = os.Stderr
	return r
}

// code waits for the program's end.
func (r *run) code(t *testing.T) int {
	t.Helper()
	if r.cmd.Process == nil {
		if err := r.cmd.Start(); err != nil {
			t.Fatal(err)
		}
	}
	_ = r.cmd.Wait() // an exit code other than 0 is no failure of the test
	return r.cmd.ProcessState.ExitCode()
}

// logged is what is in the log file; it must be what went to stdout, too.
func (r *run) logged(t *testing.T) string {
	t.Helper()
	log, err := os.ReadFile(r.log)
	if err != nil {
		t.Fatal(err)
	}
	if string(log) != r.stdout.String() {
		t.Errorf("log and stdout differ:\n%q\n%q", log, r.stdout.String())
	}
	return string(log)
}

// script puts a shell script where a test can name it.
func script(t *testing.T, body string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "script")
	if err := writeProgram(path, []byte(body)); err != nil {
		t.Fatal(err)
	}
	return path
}

func wantCode(t *testing.T, r *run, want int) {
	t.Helper()
	if got := r.code(t); got != want {
		t.Errorf("exit code %d, want %d; log:\n%s", got, want, r.stdout.String())
	}
}

func wantLogged(t *testing.T, r *run, wants ...string) {
	t.Helper()
	log := r.logged(t)
	for _, want := range wants {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q:\n%s", want, log)
		}
	}
}

// writeProgram writes a file that is to be executed. No other test may fork meanwhile: its child would hold the file open for
// writing until it executes something itself, and a file that is open for writing cannot be executed.
func writeProgram(path string, content []byte) error {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	return os.WriteFile(path, content, 0o755)
}
