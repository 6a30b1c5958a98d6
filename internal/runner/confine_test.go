// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner_test

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// What the test binary is if it is neither the tests nor the program under test.
const (
	// beProbe makes it a command that says what sockets it gets.
	beProbe = "TEST_BE_PROBE"
	// beOldKernel makes it take seccomp away, as on a node whose kernel has none, and then become the program under test.
	beOldKernel = "TEST_BE_OLD_KERNEL"
)

// probe says for each family whether there is a socket, and whether an open one came along.
func probe() int {
	if link, err := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", inherited)); err == nil && strings.HasPrefix(link, "socket:") {
		fmt.Println("a socket came along")
	}
	for name, family := range map[string]int{"inet": unix.AF_INET, "inet6": unix.AF_INET6, "netlink": unix.AF_NETLINK, "unix": unix.AF_UNIX} {
		_, err := unix.Socket(family, unix.SOCK_DGRAM, 0)
		fmt.Printf("%s: %v\n", name, err)
	}
	return 7
}

// inherited is the descriptor of the first of exec.Cmd's ExtraFiles.
const inherited = 3

// oldKernel answers the system call seccomp with ENOSYS from here on.
func oldKernel() int {
	filter := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: 0},
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 1, K: unix.SYS_SECCOMP},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
	}
	prog := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&prog)))
	if err != nil || errno != 0 {
		fmt.Println("the test cannot take seccomp away:", err, errno)
		return 1
	}
	_ = os.Setenv(beRunner, "1")
	fmt.Println(syscall.Exec("/proc/self/exe", os.Args, os.Environ()))
	return 1
}

// probing is a run of the probe.
func probing(t *testing.T, args ...string) *run {
	t.Helper()
	r := newRun(t, "$SELF", args...)
	r.cmd.Env = append(r.cmd.Env, beProbe+"=1", "SELF="+r.cmd.Path)
	return r
}

func TestTheCommandHasUnixSocketsOnly(t *testing.T) {
	t.Parallel()
	const none = "address family not supported by protocol"
	t.Run("by default", func(t *testing.T) {
		r := probing(t)
		wantCode(t, r, 7)
		wantLogged(t, r, "inet: "+none, "inet6: "+none, "netlink: "+none, "unix: <nil>")
	})
	t.Run("but with --network it has others", func(t *testing.T) {
		r := probing(t, "--network")
		wantCode(t, r, 7)
		wantLogged(t, r, "inet: <nil>", "netlink: <nil>", "unix: <nil>")
	})
	t.Run("and where runner makes room for it", func(t *testing.T) {
		r := probing(t)
		r.cmd.Args = []string{r.cmd.Path, contract.RunnerExec, r.cmd.Path}
		wantCode(t, r, 7)
		if got := r.stdout.String(); !strings.Contains(got, "inet: "+none) || !strings.Contains(got, "unix: <nil>") {
			t.Errorf("stdout: %s", got)
		}
	})
	t.Run("and its children as well", func(t *testing.T) {
		r := probing(t, "--entrypoint", `sh -c '"$SELF"; exit 3'`)
		wantCode(t, r, 3)
		wantLogged(t, r, "inet: "+none, "unix: <nil>")
	})
}

func TestNoOpenSocketOfOthersReachesTheCommand(t *testing.T) {
	t.Parallel()
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	socket, err := l.File()
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	for _, tc := range []struct {
		name  string
		start func(*run)
		came  bool
	}{
		{"if runner starts it", func(*run) {}, false},
		{"if runner makes room for it", func(r *run) { r.cmd.Args = []string{r.cmd.Path, contract.RunnerExec, r.cmd.Path} }, false},
		{"but with --network it does", func(r *run) { r.cmd.Args = append(r.cmd.Args, "--network") }, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := probing(t)
			tc.start(r)
			r.cmd.ExtraFiles = []*os.File{socket}
			wantCode(t, r, 7)
			if got := r.stdout.String(); strings.Contains(got, "a socket came along") != tc.came {
				t.Errorf("stdout: %s", got)
			}
		})
	}
}

func TestWithoutAFilterTheCommandIsNotStarted(t *testing.T) {
	t.Parallel()
	const why = "runner: the command was not started, as it could not be kept off the network: install the seccomp filter: function not implemented\n"
	for name, change := range map[string]func(*run){
		"by runner":         func(*run) {},
		"in runner's place": func(r *run) { r.cmd.Args = []string{r.cmd.Path, contract.RunnerExec, "echo", "ran"} },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRun(t, "echo ran")
			change(r)
			r.cmd.Env = append(os.Environ(), beOldKernel+"=1")
			wantCode(t, r, contract.ExitNotConfined)
			if got := r.stdout.String(); got != why {
				t.Errorf("stdout: %q", got)
			}
		})
	}
	t.Run("but with --network it is", func(t *testing.T) {
		r := newRun(t, "echo ran", "--network")
		r.cmd.Env = append(os.Environ(), beOldKernel+"=1")
		wantCode(t, r, 0)
		wantLogged(t, r, "ran\n")
	})
}

func TestRunnerMakesRoomForACommandThatIsThere(t *testing.T) {
	t.Parallel()
	for entrypoint, want := range map[string]int{"sh": 0, "no-such-command": contract.ExitNotFound, "/etc/passwd": contract.ExitNotExecutable} {
		r := newRun(t, "")
		r.cmd.Args = []string{r.cmd.Path, contract.RunnerExec, entrypoint}
		wantCode(t, r, want)
	}
}

// ordinary are programs that people run, each of which ends with 0 if it finds what it needs.
var ordinary = []struct{ name, interpreter, flag, code string }{
	{"Python looks names up in vain, and fast", "python3", "-c", `
import socket, time
began = time.monotonic()
try:
    socket.getaddrinfo("example.com", 443)
    raise SystemExit("a name was found")
except socket.gaierror as e:
    print("getaddrinfo:", e)
if time.monotonic() - began > 5:
    raise SystemExit("that took too long")
for family in (socket.AF_INET, socket.AF_INET6):
    try:
        socket.socket(family)
        raise SystemExit("a socket was made")
    except OSError as e:
        print(family, e)
`},
	{"Python's multiprocessing works", "python3", "-c", `
import multiprocessing as m
if __name__ == "__main__":
    ctx = m.get_context("fork")
    with ctx.Pool(2) as pool:
        assert pool.map(abs, [-1, -2]) == [1, 2]
    with ctx.Manager() as manager:
        d = manager.dict(); d["a"] = 1
        assert dict(d) == {"a": 1}
`},
	{"Python's asyncio works", "python3", "-c", `
import asyncio, sys
async def main():
    p = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(1)", stdout=asyncio.subprocess.PIPE)
    out, _ = await p.communicate()
    assert out == b"1\n", out
    assert await asyncio.to_thread(lambda: 2) == 2
asyncio.run(main())
`},
	{"Node starts, with a worker and a child", "node", "-e", `
const {Worker} = require("worker_threads");
const {execFileSync} = require("child_process");
if (String(execFileSync(process.execPath, ["-p", "1+1"])) !== "2\n") process.exit(1);
new Worker("require('worker_threads').parentPort.postMessage(3)", {eval: true})
  .on("message", n => { if (n !== 3) process.exit(2); });
`},
	{"Node has no server, and says why", "node", "-e", `
require("net").createServer().on("error", e => process.exit(e.code === "EAFNOSUPPORT" ? 0 : 1)).listen(0, () => process.exit(2));
`},
}

// The end-to-end tests run the same in pods. Here they run where the machine has the interpreters.
func TestOrdinaryProgramsWorkWithoutANetwork(t *testing.T) {
	t.Parallel()
	for _, tc := range ordinary {
		t.Run(tc.name, func(t *testing.T) {
			path, err := exec.LookPath(tc.interpreter)
			if err != nil {
				t.Skip(err)
			}
			r := newRun(t, `"$PROGRAM" "$FLAG" "$CODE"`)
			r.cmd.Env = append(r.cmd.Env, "PROGRAM="+path, "FLAG="+tc.flag, "CODE="+tc.code)
			began := time.Now()
			wantCode(t, r, 0)
			t.Logf("after %s: %s", time.Since(began).Round(time.Millisecond), bytes.TrimSpace(r.stdout.Bytes()))
		})
	}
}

// An attempt that the filter kills ends the process that makes it, and nothing else.
func TestACallOfAForeignArchitectureKillsOnlyWhoMakesIt(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil || runtime.GOARCH != "amd64" {
		t.Skip("this needs python3 and amd64")
	}
	r := newRun(t, `sh -c '"$PROGRAM" -c "$CODE"; echo "it ended with $?"'`)
	r.cmd.Env = append(r.cmd.Env, "PROGRAM="+python, "CODE=import ctypes; ctypes.CDLL(None).syscall(0x40000029, 2, 1, 0); print('it went on')")
	wantCode(t, r, 0)
	wantLogged(t, r, fmt.Sprintf("it ended with %d\n", contract.ExitSignal+int(unix.SIGSYS)))
}
