// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner_test

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// timeToTrap is a time limit within which a shell has set its traps even on a busy machine.
const timeToTrap = "3s"

func TestTimeLimit(t *testing.T) {
	t.Parallel()
	t.Run("a command that runs too long gives 124", func(t *testing.T) {
		r := newRun(t, "sleep 60", "--max-time", "200ms", "--grace", "10s")
		wantCode(t, r, 124)
		wantLogged(t, r, "runner: the time limit of 200ms was reached\n", "runner: the command was ended by signal 15 (terminated)\n")
	})
	t.Run("a command that then ends with its own code still gives 124", func(t *testing.T) {
		r := newRun(t, `sh -c 'trap "exit 0" TERM; while :; do sleep 0.05; done'`, "--max-time", timeToTrap, "--grace", "10s")
		wantCode(t, r, 124)
		wantLogged(t, r, "runner: the command ended with code 0\n")
	})
	t.Run("a command that ignores TERM is killed with its children", func(t *testing.T) {
		r := newRun(t, `sh -c 'trap "" TERM; sleep 60 & sleep 60; sleep 60'`, "--max-time", timeToTrap, "--grace", "200ms")
		begun := time.Now()
		wantCode(t, r, 124)
		wantLogged(t, r, "did not end within 200ms and was killed")
		if took := time.Since(begun); took > 20*time.Second {
			t.Errorf("it took %s", took)
		}
	})
	t.Run("a command that is quick enough is not touched", func(t *testing.T) {
		wantCode(t, newRun(t, "sh -c 'exit 3'", "--max-time", "1m"), 3)
	})
}

// started starts a run whose command prints a line when it is ready, and waits for that line.
func started(t *testing.T, r *run) {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.cmd.Stdout = write
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = write.Close()
	lines := bufio.NewReader(read)
	line, err := lines.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	r.stdout.WriteString(line)
	copied := make(chan struct{})
	go func() {
		defer close(copied)
		rest, _ := io.ReadAll(lines)
		r.stdout.Write(rest)
	}()
	t.Cleanup(func() {
		<-copied
		_ = read.Close()
	})
}

func TestStop(t *testing.T) {
	t.Parallel()
	stop := func(t *testing.T, r *run) {
		t.Helper()
		started(t, r)
		if err := r.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		wantCode(t, r, 143)
	}
	t.Run("a command that is stopped gives 143", func(t *testing.T) {
		stop(t, newRun(t, "sh -c 'echo ready; exec sleep 60'"))
	})
	t.Run("a command that ends with code 0 when it is stopped gives 143", func(t *testing.T) {
		r := newRun(t, `sh -c 'trap "exit 0" TERM; echo ready; while :; do sleep 0.05; done'`)
		stop(t, r)
		log, _ := os.ReadFile(r.log)
		if want := "runner: asked to stop by signal 15 (terminated)\nrunner: the command ended with code 0\n"; !strings.HasSuffix(string(log), want) {
			t.Errorf("the log ends otherwise:\n%s", log)
		}
	})
	t.Run("a command that ignores it is killed", func(t *testing.T) {
		stop(t, newRun(t, `sh -c 'trap "" TERM; echo ready; while :; do sleep 0.05; done'`, "--grace", "200ms"))
	})
}

// zombies is a command that leaves orphans behind and fails unless somebody reaps them: it counts the dead children of
// its own parent, runner.
const zombies = `
for i in 1 2 3 4 5 6 7 8; do (sh -c 'exit 9' &) ; done
for try in $(seq 100); do
	dead=$(cat /proc/[0-9]*/stat 2>/dev/null | sed 's/^.*) //' | grep -c "^Z $PPID ")
	[ "$dead" = 0 ] && exit 33
	sleep 0.1
done
echo "$dead zombies"; exit 1`

func TestOrphans(t *testing.T) {
	t.Parallel()
	t.Run("they are reaped and do not change the exit code", func(t *testing.T) {
		path := script(t, "#!/bin/sh\n"+zombies)
		wantCode(t, newRun(t, path), 33)
	})
	t.Run("a daemon that holds stdout open does not hold runner up", func(t *testing.T) {
		detached := filepath.Join(t.TempDir(), "detached")
		r := newRun(t, script(t, `#!/bin/sh
			setsid sh -c 'touch "$0"; exec sleep 20' `+detached+` &
			while [ ! -e `+detached+` ]; do sleep 0.01; done
			echo done; exit 6`))
		begun := time.Now()
		wantCode(t, r, 6)
		wantLogged(t, r, "done\n", "could not be ended\n")
		if took := time.Since(begun); took > 15*time.Second {
			t.Errorf("it took %s", took)
		}
	})
	t.Run("what is left in the command's group is ended", func(t *testing.T) {
		r := newRun(t, `sh -c 'sleep 60 & echo $!'`)
		wantCode(t, r, 0)
		pid := strings.TrimSpace(r.logged(t))
		if _, err := os.Stat("/proc/" + pid); err == nil {
			t.Errorf("process %s is still there", pid)
		}
	})
}

// inOwnProc lets runner be the first process of a namespace, with a /proc of its own.
func inOwnProc(t *testing.T, r *run) {
	t.Helper()
	if err := exec.Command("unshare", "--pid", "--fork", "--mount-proc", "true").Run(); err != nil {
		t.Skipf("no process namespace can be made here: %v", err)
	}
	path, err := exec.LookPath("unshare")
	if err != nil {
		t.Fatal(err)
	}
	r.cmd.Args = append([]string{path, "--pid", "--fork", "--mount-proc", r.cmd.Path}, r.cmd.Args[1:]...)
	r.cmd.Path = path
}

func TestFirstProcess(t *testing.T) {
	t.Parallel()
	first := func(t *testing.T, entrypoint string, args ...string) *run {
		t.Helper()
		r := newRun(t, entrypoint, args...)
		inOwnProc(t, r)
		return r
	}
	t.Run("it reaps orphans", func(t *testing.T) {
		wantCode(t, first(t, script(t, "#!/bin/sh\n"+zombies)), 33)
	})
	t.Run("it ends daemons that have left the command's session", func(t *testing.T) {
		r := first(t, `sh -c '(setsid sh -c "trap \"\" TERM; sleep 60" &) ; echo done; exit 6'`)
		begun := time.Now()
		wantCode(t, r, 6)
		wantLogged(t, r, "done\n")
		if took := time.Since(begun); took > 20*time.Second {
			t.Errorf("it took %s", took)
		}
	})
	t.Run("it keeps the time limit", func(t *testing.T) {
		r := first(t, `sh -c 'trap "" TERM; setsid sleep 60 & sleep 60; sleep 60'`, "--max-time", timeToTrap, "--grace", "200ms")
		wantCode(t, r, 124)
	})
}
