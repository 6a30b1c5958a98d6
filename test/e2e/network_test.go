// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"strings"
	"testing"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// python is a stage that runs a script in Python.
func python(name, script string) v1alpha1.Stage {
	s := shell(name, script)
	s.Algorithm.Container = v1alpha1.Container{Image: "python", Tag: "3.11", Entrypoint: "python3 $ALGO"}
	return s
}

// sockets tries to make a socket of each family, on the main thread, on another one and in a child, and writes one line for
// each about what came of it. Families are numbers, as Python does not know all of them by name.
const sockets = `
import os, socket, threading
families = {"inet": 2, "inet6": 10, "netlink": 16, "packet": 17, "alg": 38, "vsock": 40, "unix": 1}
kinds = {"netlink": socket.SOCK_RAW, "packet": socket.SOCK_RAW, "alg": socket.SOCK_SEQPACKET}
out = open(os.environ["OUTPUTS"] + "/sockets.txt", "w")
def attempt(where):
    for name, family in families.items():
        try:
            socket.socket(family, kinds.get(name, socket.SOCK_STREAM)).close()
            said = "made"
        except OSError as e:
            said = str(e.errno)
        out.write(f"{where} {name} {said}\n")
    out.flush()
attempt("main")
thread = threading.Thread(target=attempt, args=("thread",))
thread.start()
thread.join()
child = os.fork()
if child == 0:
    attempt("child")
    os._exit(0)
os.waitpid(child, 0)
`

func TestAnAlgorithmMakesNoSocketButUnixOnes(t *testing.T) {
	t.Parallel()
	files := published(t, end(t, submit(t, toIPFS, "sockets", python("try", sockets)), v1alpha1.PhaseSucceeded, v1alpha1.CodeJobFinished, v1alpha1.ReasonCompleted))
	for _, where := range []string{"main", "thread", "child"} {
		for _, family := range []string{"inet", "inet6", "netlink", "packet", "alg", "vsock"} {
			if want := where + " " + family + " 97\n"; !strings.Contains(files["outputs/sockets.txt"], want) {
				t.Errorf("there is no %q", want)
			}
		}
		if want := where + " unix made\n"; !strings.Contains(files["outputs/sockets.txt"], want) {
			t.Errorf("there is no %q", want)
		}
	}
	if t.Failed() {
		t.Log(files["outputs/sockets.txt"])
	}
}

// Without this the test above could pass in a cluster whose pods have no network anyway.
func TestAnAlgorithmWithANetworkMakesSocketsOfTCPAndUDPOnly(t *testing.T) {
	t.Parallel()
	stage := python("try", sockets)
	stage.Compute.Network = v1alpha1.NetworkAllowed
	files := published(t, end(t, submit(t, strict, "sockets", stage), v1alpha1.PhaseSucceeded, v1alpha1.CodeJobFinished, v1alpha1.ReasonCompleted))
	for _, want := range []string{
		"main inet made\n", "thread inet made\n", "child netlink made\n", "main packet 97\n", "thread alg 97\n", "child vsock 97\n",
	} {
		if !strings.Contains(files["outputs/sockets.txt"], want) {
			t.Errorf("there is no %q in %q", want, files["outputs/sockets.txt"])
		}
	}
}

func TestANetworkThatTheProviderDoesNotGiveIsRefused(t *testing.T) {
	t.Parallel()
	for network, says := range map[v1alpha1.Network]string{
		v1alpha1.NetworkAllowed: "ALLOW_NETWORK", v1alpha1.NetworkLoopback: "enforce network policies",
	} {
		stage := shell("count", "true")
		stage.Compute.Network = network
		ended := end(t, submit(t, toIPFS, "network", stage), v1alpha1.PhaseFailed, v1alpha1.CodeContainerCreationFailed, v1alpha1.ReasonNetworkRefused)
		if message := summary(ended); !strings.Contains(message, says) {
			t.Errorf("%s: the message is %q, without %q", network, message, says)
		}
		nothingLeft(t, ended)
	}
}

// ordinary is what programs do that want no network, or that ask for one and go on without.
const ordinary = `
import asyncio, multiprocessing, os, socket, sys, time

def status(name):
    return next(line.split()[1] for line in open("/proc/self/status") if line.startswith(name + ":"))

async def main():
    p = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(1)", stdout=asyncio.subprocess.PIPE)
    out, _ = await p.communicate()
    assert out == b"1\n", out
    assert await asyncio.to_thread(lambda: 2) == 2

if __name__ == "__main__":
    assert status("NoNewPrivs") == "1" and status("Seccomp") == "2"
    began = time.monotonic()
    try:
        socket.getaddrinfo("example.com", 443)
        sys.exit("a name was found")
    except socket.gaierror as e:
        print(e)
    assert time.monotonic() - began < 5, "that took too long"
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(abs, [-1, -2]) == [1, 2]
    with multiprocessing.Manager() as manager:
        d = manager.dict()
        d["a"] = 1
        assert dict(d) == {"a": 1}
    asyncio.run(main())
`

func TestOrdinaryProgramsWorkWithoutANetwork(t *testing.T) {
	t.Parallel()
	end(t, submit(t, toIPFS, "ordinary", python("work", ordinary)), v1alpha1.PhaseSucceeded, v1alpha1.CodeJobFinished, v1alpha1.ReasonCompleted)
}

// Calls that the filter cannot read end who makes them: 31 is SIGSYS.
func TestACallOfAForeignArchitectureEndsTheAlgorithm(t *testing.T) {
	t.Parallel()
	ended := end(t, submit(t, toIPFS, "foreign", python("call", `
import ctypes, os
if os.uname().machine != "x86_64":
    os.kill(os.getpid(), 31)
ctypes.CDLL(None).syscall(0x40000029, 2, 1, 0)
`)), v1alpha1.PhaseFailed, v1alpha1.CodeAlgorithmFailed, v1alpha1.ReasonAlgorithmFailed)
	if message := summary(ended); !strings.Contains(message, "signal 31") {
		t.Errorf("the message is %q", message)
	}
}
