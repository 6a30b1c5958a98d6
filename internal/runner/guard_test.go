// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// beSender makes it a command that sends the first process of its container every signal but those that ask it to stop.
const beSender = "TEST_BE_SENDER"

// send sends each as a program does that uses kill, and with data, as sigqueue does.
func send() int {
	const lastSignal, byQueue = 64, -1
	for sig := 1; sig <= lastSignal; sig++ {
		if s := syscall.Signal(sig); s == syscall.SIGTERM || s == syscall.SIGINT {
			continue
		}
		if err := syscall.Kill(1, syscall.Signal(sig)); err != nil {
			fmt.Println("kill:", err)
		}
		info := [32]int32{int32(sig), 0, byQueue}
		if _, _, errno := unix.RawSyscall(unix.SYS_RT_SIGQUEUEINFO, 1, uintptr(sig), uintptr(unsafe.Pointer(&info))); errno != 0 {
			fmt.Println("sigqueue:", errno)
		}
	}
	fmt.Println("sent")
	return 9
}

// inContainer lets runner be the first process of a namespace, as it is in a container.
func inContainer(t *testing.T, r *run) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root can make a process namespace")
	}
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID}
}

func TestNoSignalOfTheCommandsEndsRunner(t *testing.T) {
	t.Parallel()
	r := newRun(t, "$SELF")
	r.cmd.Env = append(r.cmd.Env, beSender+"=1", "SELF="+r.cmd.Path)
	inContainer(t, r)
	wantCode(t, r, 9)
	if got := r.logged(t); got != "sent\n" {
		t.Errorf("the log is %q", got)
	}
}

func TestTheCommandIsDeafToNothing(t *testing.T) {
	t.Parallel()
	r := newRun(t, `sh -c 'grep -E "^Sig(Ign|Blk)" /proc/self/status; kill -SEGV $$'`)
	inContainer(t, r)
	wantCode(t, r, 128+int(syscall.SIGSEGV))
	wantLogged(t, r, "SigBlk:\t0000000000000000\n")
	// What this test's own parents ignore is none of runner's doing: make does so with the signals of threads.
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	if got, all := ignored(t, r.logged(t)), ignored(t, string(status)); got&^all != 0 {
		t.Errorf("the command ignores %#x, and all ignore %#x", got, all)
	}
}

// ignored are the signals that a process ignores, as its status in /proc says.
func ignored(t *testing.T, status string) uint64 {
	t.Helper()
	_, rest, _ := strings.Cut(status, "SigIgn:\t")
	mask, _, _ := strings.Cut(rest, "\n")
	signals, err := strconv.ParseUint(mask, 16, 64)
	if err != nil {
		t.Fatal(err)
	}
	return signals
}

func TestTheCommandDoesNotLookIntoRunner(t *testing.T) {
	t.Parallel()
	r := newRun(t, script(t, `#!/bin/sh
		for file in environ mem maps stack fd/1 root/etc/passwd cwd/. exe; do
			if head -c 1 /proc/$PPID/$file >/dev/null 2>&1 || ls /proc/$PPID/$file/ >/dev/null 2>&1; then echo "it opened $file"; fi
		done
		if (: >/proc/$PPID/mem) 2>/dev/null; then echo "it wrote to its memory"; fi
		if ! head -c 1 /proc/$$/environ >/dev/null; then echo "it cannot look into itself"; fi
		exit 5`))
	if os.Getuid() == 0 {
		openTo(t, filepath.Dir(r.log), filepath.Dir(r.cmd.Args[2]))
		r.cmd.Path = copySelf(t)
		r.cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65532, Gid: 65532}}
	}
	wantCode(t, r, 5)
	if got := r.logged(t); got != "" {
		t.Error(got)
	}
}

func TestATerminationMessageDoesNotFillTheNode(t *testing.T) {
	t.Parallel()
	message := filepath.Join(t.TempDir(), "termination-log")
	r := newRun(t, script(t, `#!/bin/sh
		exec 5>>"$MESSAGE"
		printf short >&5
		sleep 1
		wc -c <"$MESSAGE"
		head -c 1000000 /dev/zero >&5
		until [ $(wc -c <"$MESSAGE") -lt 100 ]; do sleep 0.05; done`), "--termination-log", message)
	r.cmd.Env = append(r.cmd.Env, "MESSAGE="+message)
	wantCode(t, r, 0)
	wantLogged(t, r, "5\n")
}

func TestNoLongTerminationMessageOutlivesTheCommand(t *testing.T) {
	t.Parallel()
	message := filepath.Join(t.TempDir(), "termination-log")
	r := newRun(t, script(t, `#!/bin/sh
		head -c 1000000 /dev/zero >"$MESSAGE"`), "--termination-log", message)
	r.cmd.Env = append(r.cmd.Env, "MESSAGE="+message)
	wantCode(t, r, 0)
	if info, err := os.Stat(message); err != nil || info.Size() > 100 {
		t.Errorf("it is %v: %v", info, err)
	}
}

// What a command cannot reserve under the filter, the test reserves in its stead, on the file system of temporary files.
func TestRoomThatIsReservedInATerminationMessageIsGivenBack(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"in one that is empty": "", "in one that is not": "short"} {
		t.Run(name, func(t *testing.T) {
			message := filepath.Join(t.TempDir(), "termination-log")
			if err := os.WriteFile(message, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
			reserve(t, message)
			r := newRun(t, script(t, `#!/bin/sh
				until [ $(stat -c %b "$MESSAGE") -lt 100 ]; do sleep 0.05; done`), "--termination-log", message)
			r.cmd.Env = append(r.cmd.Env, "MESSAGE="+message)
			wantCode(t, r, 0)
		})
	}
}

// reserve takes room behind a file's end.
func reserve(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const much = 16 << 20
	if err := unix.Fallocate(int(f.Fd()), unix.FALLOC_FL_KEEP_SIZE, 0, much); err != nil {
		t.Skip("this file system reserves nothing:", err)
	}
	var stat unix.Stat_t
	if err := unix.Fstat(int(f.Fd()), &stat); err != nil || stat.Size > 10 || stat.Blocks*512 < much {
		t.Fatalf("of %d bytes, %d blocks are reserved: %v", stat.Size, stat.Blocks, err)
	}
}

func TestTheCommandReservesNoRoomInATerminationMessage(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("this machine has no python3")
	}
	message := filepath.Join(t.TempDir(), "termination-log")
	if err := os.WriteFile(message, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	r := newRun(t, "python3 -c '"+reserving+"'", "--termination-log", message)
	r.cmd.Env = append(r.cmd.Env, "MESSAGE="+message)
	wantCode(t, r, 0)
	wantLogged(t, r, "95 in 0 blocks\n95 in 0 blocks\n95 in 0 blocks\n")
}

// reserving asks for room by fallocate, within the file and behind its end, and by ioctl; 95 is EOPNOTSUPP.
const reserving = `
import ctypes, fcntl, os, struct
libc = ctypes.CDLL(None, use_errno=True)
f = os.open(os.environ["MESSAGE"], os.O_WRONLY)
def allocate(mode):
    if libc.fallocate(f, mode, ctypes.c_long(0), ctypes.c_long(1 << 24)) != 0:
        raise OSError(ctypes.get_errno(), "fallocate")
for ask in (
    lambda: allocate(0),
    lambda: allocate(1),
    lambda: fcntl.ioctl(f, 0x4030582a, struct.pack("hhqq24x", 0, 0, 0, 1 << 24)),
):
    said = "done"
    try:
        ask()
    except OSError as e:
        said = e.errno
    print(said, "in", os.fstat(f).st_blocks, "blocks", flush=True)
`

// forking makes processes until there is no more, and waits.
const forking = `
import os, signal
try:
    while os.fork():
        pass
except BlockingIOError:
    print("no more", flush=True)
signal.pause()
`

func TestRunnerKeepsTheTimeLimitWhereNoProcessCanBeMadeAnyMore(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("this machine has no python3")
	}
	r := newRun(t, "python3 -c '"+forking+"'", "--max-time", timeToTrap, "--grace", "100ms")
	openTo(t, filepath.Dir(r.log))
	const few = `ulimit -p 64 2>/dev/null || ulimit -u 64; exec "$0" "$@"`
	r.cmd.Args = append([]string{"sh", "-c", few, copySelf(t)}, r.cmd.Args[1:]...)
	r.cmd.Path = "/bin/sh"
	inContainer(t, r)
	r.cmd.SysProcAttr.Credential = &syscall.Credential{Uid: 64123, Gid: 64123} // It has no process anywhere else.
	wantCode(t, r, 124)
	wantLogged(t, r, "no more\n", "runner: the time limit of 3s was reached\n")
}
