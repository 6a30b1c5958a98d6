// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/test/nodejs"
)

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
	{"Python reserves room for a file, by writing to it", "python3", "-c", `
import mmap, os, shutil, tempfile
with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, "room")
    with open(name, "w+b") as f:
        os.posix_fallocate(f.fileno(), 0, 1 << 20)
        assert os.fstat(f.fileno()).st_size == 1 << 20
        mmap.mmap(f.fileno(), 1 << 20)[:1] = b"x"
    shutil.copy2(name, name + "2")
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

func TestNodeWorksWithoutANetworkAndIsToldAtOnceThatThereIsNone(t *testing.T) {
	t.Parallel()
	path, err := exec.LookPath("node")
	if err != nil {
		t.Skip(err)
	}
	folder := t.TempDir()
	program := filepath.Join(folder, "algorithm")
	if err := os.WriteFile(program, []byte(nodejs.Ordinary), 0o600); err != nil {
		t.Fatal(err)
	}
	r := newRun(t, `"$PROGRAM" $ALGO`, "--algo", program)
	r.cmd.Env = append(r.cmd.Env, "PROGRAM="+path, "OUTPUTS="+folder)
	wantCode(t, r, 0)
	content, err := os.ReadFile(filepath.Join(folder, nodejs.File))
	if err != nil {
		t.Fatal(err)
	}
	var found map[string]string
	if err := json.Unmarshal(content, &found); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(nodejs.Findings, found); diff != "" {
		t.Errorf("what came of what the program did (-want +got):\n%s", diff)
	}
}

// What needs sockets within its pod has them, and finds the pod's interfaces.
var loopback = []struct{ name, interpreter, flag, code string }{
	{"Python talks over 127.0.0.1 and lists interfaces", "python3", "-c", `
import asyncio, multiprocessing.connection as m, socket, threading
assert "lo" in [name for _, name in socket.if_nameindex()]
with m.Listener(("127.0.0.1", 0)) as l:
    def serve():
        with l.accept() as c:
            c.send(c.recv() + 1)
    t = threading.Thread(target=serve)
    t.start()
    with m.Client(l.address) as c:
        c.send(1)
        assert c.recv() == 2
    t.join()
async def main():
    async def echo(reader, writer):
        writer.write(await reader.readline())
        writer.close()
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"word\n")
    assert await reader.readline() == b"word\n"
    writer.close()
asyncio.run(main())
a, b = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
a.bind(("127.0.0.1", 0))
b.sendto(b"word", a.getsockname())
assert a.recv(9) == b"word"
`},
	{"Node has a server and lists interfaces", "node", "-e", `
require("os").networkInterfaces().lo[0].address;
const server = require("http").createServer((q, a) => a.end("word")).listen(0, "127.0.0.1", () => {
  require("http").get({port: server.address().port, host: "127.0.0.1"}, a => {
    a.on("data", d => process.exit(String(d) === "word" ? 0 : 1));
  });
});
`},
}

func TestProgramsThatTalkOverLoopbackWorkWithIPSockets(t *testing.T) {
	t.Parallel()
	for _, tc := range loopback {
		t.Run(tc.name, func(t *testing.T) {
			path, err := exec.LookPath(tc.interpreter)
			if err != nil {
				t.Skip(err)
			}
			r := newRun(t, `"$PROGRAM" "$FLAG" "$CODE"`, "--sockets=ip")
			r.cmd.Env = append(r.cmd.Env, "PROGRAM="+path, "FLAG="+tc.flag, "CODE="+tc.code)
			wantCode(t, r, 0)
		})
	}
}
