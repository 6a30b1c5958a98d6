// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
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
	for name, family := range map[string]int{
		"inet": unix.AF_INET, "inet6": unix.AF_INET6, "netlink": unix.AF_NETLINK, "packet": unix.AF_PACKET, "vsock": unix.AF_VSOCK, "unix": unix.AF_UNIX,
	} {
		_, err := unix.Socket(family, unix.SOCK_DGRAM, 0)
		fmt.Printf("%s: %v\n", name, err)
	}
	_, _, errno := unix.Syscall(unix.SYS_IO_URING_SETUP, 0, 0, 0)
	fmt.Printf("io_uring: %v\n", errno)
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
		wantLogged(t, r, "inet: "+none, "inet6: "+none, "netlink: "+none, "packet: "+none, "unix: <nil>", "io_uring: function not implemented")
	})
	t.Run("and if that is asked for", func(t *testing.T) {
		r := probing(t, "--sockets=unix")
		wantCode(t, r, 7)
		wantLogged(t, r, "inet: "+none, "unix: <nil>")
	})
	t.Run("but with --sockets=ip it has TCP and UDP, and nothing else", func(t *testing.T) {
		r := probing(t, "--sockets=ip")
		wantCode(t, r, 7)
		wantLogged(t, r, "inet: <nil>", "netlink: <nil>", "packet: "+none, "vsock: "+none, "unix: <nil>", "io_uring: function not implemented")
	})
	t.Run("and with anything else it is not started", func(t *testing.T) {
		for _, sockets := range []string{"", "all", "IP", "none"} {
			wantCode(t, newRun(t, "true", "--sockets="+sockets), contract.ExitRunner)
		}
		wantCode(t, newRun(t, "true", "--network"), contract.ExitRunner)
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
		{"if it may make sockets of its own", func(r *run) { r.cmd.Args = append(r.cmd.Args, "--sockets=ip") }, false},
		{"but without runner it does", func(r *run) { r.cmd.Env, r.cmd.Args = append(os.Environ(), beProbe+"=1"), r.cmd.Args[:1] }, true},
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
	const why = "runner: the command was not started, as it could not be confined: install the seccomp filter: function not implemented\n"
	for name, change := range map[string]func(*run){
		"by runner":               func(*run) {},
		"by runner, with sockets": func(r *run) { r.cmd.Args = append(r.cmd.Args, "--sockets=ip") },
		"in runner's place":       func(r *run) { r.cmd.Args = []string{r.cmd.Path, contract.RunnerExec, "echo", "ran"} },
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
}

func TestRunnerMakesRoomForACommandThatIsThere(t *testing.T) {
	t.Parallel()
	for entrypoint, want := range map[string]int{"sh": 0, "no-such-command": contract.ExitNotFound, "/etc/passwd": contract.ExitNotExecutable} {
		r := newRun(t, "")
		r.cmd.Args = []string{r.cmd.Path, contract.RunnerExec, entrypoint}
		wantCode(t, r, want)
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
