# Copyright 2026 The operator-engine authors
# SPDX-License-Identifier: Apache-2.0

# An algorithm in Python that tries to get out: by the libraries that programs use, and by system calls without them. What
# must come of each attempt stands in the suite's table. Each is made in a process of its own.
import asyncio, ctypes, errno, glob, http.client, json, os, select, shutil, socket, ssl, subprocess, sys, threading

custom = json.load(open(os.environ["INPUTS"] + "/algoCustomData.json"))
libc = ctypes.CDLL(None, use_errno=True)
intel = os.uname().machine == "x86_64"


def call(name, *args):
    """Makes a call of the C library, and raises what it says."""
    if getattr(libc, name)(*args) < 0:
        e = ctypes.get_errno()
        raise OSError(e, os.strerror(e))


def syscall(number, *args):
    call("syscall", ctypes.c_long(number), *[ctypes.c_long(a) for a in args])


def connect(name):
    host, port = custom[name].rsplit(":", 1)
    socket.create_connection((host, int(port)), timeout=5).close()


def api_server():
    host, port = custom["api"].rsplit(":", 1)
    c = http.client.HTTPSConnection(host, int(port), timeout=5, context=ssl._create_unverified_context())
    c.request("GET", "/version")
    c.getresponse().read()


def download():
    host, port = custom["pod"].rsplit(":", 1)
    c = http.client.HTTPConnection(host, int(port), timeout=5)
    c.request("GET", "/")
    c.getresponse().read()


def streams():
    async def go():
        _, writer = await asyncio.wait_for(asyncio.open_connection(*custom["pod"].rsplit(":", 1)), 5)
        writer.close()
    asyncio.run(go())


def in_thread():
    result = []

    def go():
        try:
            socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()
        except OSError as e:
            result.append(e)
    t = threading.Thread(target=go)
    t.start()
    t.join()
    if result:
        raise result[0]


def by_program(*argv):
    """Another program of the image does it."""
    out = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, timeout=8)
    if out.returncode:
        raise Exception("refused")


def interpreter():
    by_program(sys.executable, "-c", "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)")


def every_name():
    """Every family that Python has a name for."""
    for name in dir(socket):
        family = getattr(socket, name)
        if not name.startswith("AF_") or family == socket.AF_UNIX or not isinstance(family, int):
            continue
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
            try:
                socket.socket(family, kind)
            except OSError as e:
                if e.errno == errno.EAFNOSUPPORT:
                    continue
                raise Exception(f"{name} answers {errno.errorcode[e.errno]}")
            raise Exception(f"{name} is there")
    raise OSError(errno.EAFNOSUPPORT, "none")


def network():
    return {
        "py-connect": lambda: connect("pod"),
        "py-connect-node": lambda: connect("node"),
        "py-api-server": api_server,
        "py-http": download,
        "py-asyncio": streams,
        "py-metadata": lambda: socket.create_connection(("169.254.169.254", 80), timeout=3),
        "py-getaddrinfo": lambda: socket.getaddrinfo("kubernetes.default.svc.cluster.local", 443),
        "py-thread": in_thread,
        "py-interpreter": interpreter,
        "py-every-family": every_name,
        "py-socket-call": lambda: syscall(41 if intel else 198, 2, 1, 0),
        "py-socket-libc": lambda: call("socket", 2, 2, 0),
        "py-netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).bind((0, 0)),
        "py-interfaces": socket.if_nameindex,
        "py-packet": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3)),
        "py-x32": lambda: syscall(0x40000029, 2, 1, 0),
        "py-io-uring": lambda: syscall(425, 1, ctypes.addressof(ctypes.create_string_buffer(120))),
        "py-keyring": lambda: syscall(250 if intel else 219, 0, -3, 1),
        "py-unix": lambda: [s.close() for s in socket.socketpair()],
    }


def write(path, text="escaped"):
    with open(path, "w") as f:
        f.write(text)


def as_others(bit, field):
    """Starts programs that run as their owner or their group for everybody, and looks as whom they run here."""
    programs = [p for p in glob.glob("/usr/bin/*") + glob.glob("/usr/sbin/*") if os.path.isfile(p) and os.stat(p).st_mode & bit]
    if not programs:
        raise Exception("the image has none")
    ids = set()
    for p in programs:
        child = subprocess.Popen([p], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ids |= {line.split()[2] for line in open(f"/proc/{child.pid}/status") if line.startswith(field)}
        child.kill()
        child.wait()
    if ids == {str(os.getuid() if field == "Uid:" else os.getgid())}:
        raise Exception("nobody became another")


def ptrace():
    libc.ptrace.restype = ctypes.c_long
    call("ptrace", 16, 1, 0, 0)


def slows_runner():
    """Has the kernel prefer all others to each thread of runner's."""
    for thread in map(int, os.listdir("/proc/1/task")):
        for slow in (
            lambda: os.sched_setscheduler(thread, os.SCHED_IDLE, os.sched_param(0)),
            lambda: os.setpriority(os.PRIO_PROCESS, thread, 19),
            lambda: os.setpriority(os.PRIO_USER, os.getuid(), 19),
            lambda: os.sched_setaffinity(thread, {min(os.sched_getaffinity(0))}),
        ):
            try:
                slow()
            except OSError as e:
                if e.errno == errno.EPERM:
                    continue
                raise
            raise Exception(f"thread {thread} was slowed down")
    raise OSError(errno.EPERM, "all")


def pins_itself():
    os.sched_setaffinity(os.getpid(), {min(os.sched_getaffinity(0))})
    os.sched_setscheduler(threading.get_native_id(), os.SCHED_BATCH, os.sched_param(0))
    os.nice(1)


def rest():
    return {
        "py-mount": lambda: by_program("mount", "-t", "tmpfs", "none", "/tmp"),
        "py-remount": lambda: by_program("mount", "-o", "remount,rw,bind", "/data/inputs"),
        "py-unshare": lambda: by_program("unshare", "--user", "--map-root-user", "true"),
        "py-nsenter": lambda: by_program("nsenter", "--target", "1", "--all", "true"),
        "py-setuid": lambda: as_others(0o4000, "Uid:"),
        "py-setgid": lambda: as_others(0o2000, "Gid:"),
        "py-setuid-call": lambda: os.setuid(0),
        "py-ptrace": ptrace,
        "py-runner-mem": lambda: open("/proc/1/mem", "r+b"),
        "py-runner-environ": lambda: open("/proc/1/environ").read(),
        "py-runner-idle": slows_runner,
        "py-pins-itself": pins_itself,
        "py-shadow": lambda: open("/etc/shadow").read(),
        "py-token": lambda: open("/var/run/secrets/kubernetes.io/serviceaccount/token").read(),
        "py-inputs": lambda: write("/data/inputs/rows/0"),
        "py-inputs-link": lambda: os.link("/data/inputs/rows/0", os.environ["OUTPUTS"] + "/linked"),
        "py-inputs-chmod": lambda: os.chmod("/data/inputs", 0o777),
        "py-code": lambda: write("/data/transformations/algorithm"),
        "py-runner": lambda: shutil.copy("/bin/true", "/runner"),
        "py-install": lambda: write("/usr/lib/python3/dist-packages/escape.py"),
        "py-mknod": lambda: os.mknod("/tmp/sda", 0o60666, os.makedev(8, 0)),
        "py-dev-mem": lambda: open("/dev/mem", "rb"),
        "py-kmsg": lambda: open("/dev/kmsg", "rb"),
        "py-chroot": lambda: os.chroot("/tmp"),
        "py-pivot": lambda: call("pivot_root", b"/tmp", b"/tmp"),
        "py-setns": lambda: call("setns", os.open("/proc/1/ns/mnt", os.O_RDONLY), 0),
        "py-nice": lambda: os.nice(-5),
    }


def answer(attempt):
    """What comes of it, in a child: done, the name of the error, the text, or the signal."""
    read, out = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            attempt()
            said = "done"
        except socket.gaierror as e:
            said = "no address"
        except OSError as e:
            said = errno.errorcode.get(e.errno, str(e))
        except Exception as e:
            said = str(e) or type(e).__name__
        os.write(out, said.encode())
        os._exit(0)
    os.close(out)
    if not select.select([read], [], [], 15)[0]:
        os.kill(child, 9)
        os.waitpid(child, 0)
        return "no answer"
    said = os.read(read, 4096).decode()
    os.close(read)
    status = os.waitpid(child, 0)[1]
    return said or f"signal {os.WTERMSIG(status)}"


with open(os.environ["OUTPUTS"] + "/answers.txt", "w") as answers:
    for group in sys.argv[1:]:
        for name, attempt in {"network": network, "rest": rest}[group]().items():
            answers.write(f"{name}: {answer(attempt)}\n")
