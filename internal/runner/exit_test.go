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

func TestExitCode(t *testing.T) {
	t.Parallel()
	t.Run("the command's own code is passed on", func(t *testing.T) {
		for entrypoint, want := range map[string]int{
			"true": 0, "false": 1, "sh -c 'exit 42'": 42, "sh -c 'exit 255'": 255,
		} {
			wantCode(t, newRun(t, entrypoint), want)
		}
	})
	t.Run("a command that a signal ends gives 128 and the signal", func(t *testing.T) {
		r := newRun(t, "sh -c 'kill -KILL $$'")
		wantCode(t, r, 137)
		wantLogged(t, r, "runner: the command was ended by signal 9 (killed)\n")
	})
	t.Run("a command that is in no folder of PATH gives 127", func(t *testing.T) {
		r := newRun(t, "no-such-command --flag")
		wantCode(t, r, 127)
		wantLogged(t, r, `runner: command not found: "no-such-command" is in no folder of PATH`)
	})
	t.Run("a path that is not there gives 127", func(t *testing.T) {
		r := newRun(t, "$ALGO")
		wantCode(t, r, 127)
		wantLogged(t, r, `there is no "/no/such/algorithm"`)
	})
	t.Run("a script whose interpreter is missing gives 127", func(t *testing.T) {
		r := newRun(t, script(t, "#!/no/such/interpreter\n"))
		wantCode(t, r, 127)
		wantLogged(t, r, "its interpreter was not found")
	})
	t.Run("a file that is no program gives 126", func(t *testing.T) {
		r := newRun(t, script(t, "echo without a first line\n"))
		wantCode(t, r, 126)
		wantLogged(t, r, "a script needs a first line such as #!/bin/sh")
	})
	t.Run("a folder gives 126", func(t *testing.T) {
		r := newRun(t, t.TempDir())
		wantCode(t, r, 126)
		wantLogged(t, r, "it is a folder")
	})
	t.Run("an entrypoint that needs a shell gives 126 and says what to write", func(t *testing.T) {
		r := newRun(t, "cat a | wc")
		wantCode(t, r, 126)
		wantLogged(t, r, "write sh -c '...' instead")
	})
	t.Run("an unknown flag gives 125", func(t *testing.T) {
		wantCode(t, newRun(t, "true", "--no-such-flag"), 125)
	})
}

func TestPermissionDenied(t *testing.T) {
	t.Parallel()
	t.Run("a file that may not be run gives 126 and names the user", func(t *testing.T) {
		path := script(t, "#!/bin/sh\n")
		if err := os.Chmod(path, 0o644); err != nil {
			t.Fatal(err)
		}
		r := newRun(t, path)
		wantCode(t, r, 126)
		wantLogged(t, r, "permission denied for user ")
	})
	t.Run("a file in PATH that may not be run does not hide a later one", func(t *testing.T) {
		first, second := t.TempDir(), t.TempDir()
		for dir, mode := range map[string]os.FileMode{first: 0o644, second: 0o755} {
			if err := os.WriteFile(filepath.Join(dir, "tool"), []byte("#!/bin/sh\nexit 5\n"), mode); err != nil {
				t.Fatal(err)
			}
		}
		r := newRun(t, "tool")
		r.cmd.Env = append(r.cmd.Env, "PATH="+first+":"+second+":"+os.Getenv("PATH"))
		wantCode(t, r, 5)
	})
	t.Run("another user's file gives 126 and names the user", func(t *testing.T) {
		if os.Getuid() != 0 {
			t.Skip("only root can become another user")
		}
		path := script(t, "#!/bin/sh\n")
		if err := os.Chmod(path, 0o700); err != nil {
			t.Fatal(err)
		}
		r := newRun(t, path)
		openTo(t, filepath.Dir(r.log), filepath.Dir(path))
		// The test binary itself lies in a folder of root's, so a copy must do.
		r.cmd.Path = copySelf(t)
		r.cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65532, Gid: 65532}}
		wantCode(t, r, 126)
		wantLogged(t, r, "permission denied for user 65532")
	})
}

// openTo lets everybody use folders below the temporary one.
func openTo(t *testing.T, dirs ...string) {
	t.Helper()
	for _, dir := range dirs {
		for d := dir; d != os.TempDir() && d != "/"; d = filepath.Dir(d) {
			if err := os.Chmod(d, 0o777); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func copySelf(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "runner")
	if err := writeProgram(path, b); err != nil {
		t.Fatal(err)
	}
	openTo(t, filepath.Dir(path))
	return path
}

func TestLogFile(t *testing.T) {
	t.Parallel()
	t.Run("stdout and stderr are kept in the order in which they were written", func(t *testing.T) {
		r := newRun(t, "sh -c 'echo one; echo two >&2; echo three; echo four >&2'")
		wantCode(t, r, 0)
		if got, want := r.logged(t), "one\ntwo\nthree\nfour\n"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
	t.Run("stdin is empty", func(t *testing.T) {
		wantCode(t, newRun(t, "cat"), 0)
	})
	t.Run("ALGO is expanded but not exported", func(t *testing.T) {
		r := newRun(t, `sh -c 'echo "$1 [$ALGO]"' x $ALGO`)
		wantCode(t, r, 0)
		wantLogged(t, r, "/no/such/algorithm []\n")
	})
	t.Run("a log file that cannot be made gives 125 and nothing is run", func(t *testing.T) {
		r := newRun(t, "echo ran")
		r.cmd.Args = append(r.cmd.Args, "--log", "/no/such/folder/algorithm.log")
		wantCode(t, r, 125)
		if got := r.stdout.String(); !strings.Contains(got, "runner: create the log file") || strings.Contains(got, "ran\n") {
			t.Errorf("stdout: %s", got)
		}
	})
	t.Run("a link in the log's place is not followed", func(t *testing.T) {
		r := newRun(t, "echo 1")
		target := filepath.Join(t.TempDir(), "target")
		if err := os.Symlink(target, r.log); err != nil {
			t.Fatal(err)
		}
		wantCode(t, r, 0)
		if _, err := os.Lstat(target); err == nil {
			t.Error("the link was followed")
		}
		if info, err := os.Lstat(r.log); err != nil || !info.Mode().IsRegular() {
			t.Errorf("the log is no file: %v, %v", info, err)
		}
	})
}

func TestLogLimits(t *testing.T) {
	t.Parallel()
	t.Run("a log that is cut says so and never holds the command up", func(t *testing.T) {
		r := newRun(t, `sh -c 'head -c 5000000 /dev/zero | tr "\0" x; exit 7'`, "--log-max-bytes", "1000")
		wantCode(t, r, 7)
		want := strings.Repeat("x", 1000) + "\nrunner: the output was cut after 1000 bytes\n"
		if got := r.logged(t); got != want {
			t.Errorf("got %d bytes, want %d", len(got), len(want))
		}
	})
	t.Run("a log of just the limit is not cut", func(t *testing.T) {
		r := newRun(t, `printf 12345`, "--log-max-bytes", "5")
		wantCode(t, r, 0)
		if got := r.logged(t); got != "12345" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("a stdout that nobody reads does not end the command", func(t *testing.T) {
		r := newRun(t, "sh -c 'echo one; echo two; exit 4'")
		read, write, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		_ = read.Close()
		defer write.Close()
		r.cmd.Stdout = write
		wantCode(t, r, 4)
		if log, _ := os.ReadFile(r.log); string(log) != "one\ntwo\n" {
			t.Errorf("log: %q", log)
		}
	})
}
