// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package confine

import (
	"encoding/binary"
	"os"
	"runtime"
	"testing"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// call is what the kernel shows the filter.
type call struct {
	arch, number         uint32
	first, second, third uint64
}

// decide runs the filter in a machine of its own, so that those of other architectures are tested, too. That machine reads
// words from the network's side, hence the order of bytes.
func decide(t *testing.T, a abi, sockets Sockets, c call) uint32 {
	t.Helper()
	vm, err := bpf.NewVM(a.program(sockets, ofRunner))
	if err != nil {
		t.Fatal(err)
	}
	data := make([]byte, 64)
	binary.BigEndian.PutUint32(data[offsetNumber:], c.number)
	binary.BigEndian.PutUint32(data[offsetArch:], c.arch)
	for offset, argument := range map[int]uint64{offsetFirst: c.first, offsetSecond: c.second, offsetThird: c.third} {
		binary.BigEndian.PutUint32(data[offset:], uint32(argument))
		binary.BigEndian.PutUint32(data[offset+4:], uint32(argument>>32))
	}
	verdict, err := vm.Run(data)
	if err != nil {
		t.Fatal(err)
	}
	return uint32(verdict)
}

// ofRunner are the threads that decide's filter keeps.
var ofRunner = Threads{First: 1, Last: 17}

func TestTheFilterLeavesUnixSocketsOnlyOnEveryArchitecture(t *testing.T) {
	const read, upper = 3, 1 << 32
	noFamily, noSuchCall := answer(unix.EAFNOSUPPORT), answer(unix.ENOSYS)
	for name, a := range abis {
		for _, tc := range []struct {
			name string
			call call
			want uint32
		}{
			{"an ordinary call", call{a.arch, read, unix.AF_INET, 0, 0}, allow},
			{"a unix socket", call{a.arch, a.socket, unix.AF_UNIX, 0, 0}, allow},
			{"a pair of unix sockets", call{a.arch, a.socketpair, unix.AF_UNIX, 0, 0}, allow},
			{"an IPv4 socket", call{a.arch, a.socket, unix.AF_INET, 0, 0}, noFamily},
			{"a socket of no family", call{a.arch, a.socket, unix.AF_UNSPEC, 0, 0}, noFamily},
			{"a pair of TIPC sockets", call{a.arch, a.socketpair, unix.AF_TIPC, 0, 0}, noFamily},
			{"a unix socket with rubbish in the half that the kernel drops", call{a.arch, a.socket, upper | unix.AF_UNIX, 0, 0}, allow},
			{"an IPv4 socket whose dropped half is not empty", call{a.arch, a.socket, upper | unix.AF_INET, 0, 0}, noFamily},
			{"io_uring_setup", call{a.arch, uring[0], 0, 0, 0}, noSuchCall},
			{"io_uring_register", call{a.arch, uring[2], 0, 0, 0}, noSuchCall},
			{"request_key", call{a.arch, a.keyrings[1], 0, 0, 0}, noSuchCall},
			{"a call of ARM's 32 bits", call{unix.AUDIT_ARCH_ARM, a.socket, unix.AF_UNIX, 0, 0}, kill},
			{"a call of Intel's 32 bits", call{unix.AUDIT_ARCH_I386, read, 0, 0, 0}, kill},
			{"a call that a tracer cancelled", call{a.arch, noCall, 0, 0, 0}, allow},
		} {
			t.Run(name+" "+tc.name, func(t *testing.T) {
				if got := decide(t, a, UnixSockets, tc.call); got != tc.want {
					t.Errorf("got %#x, want %#x", got, tc.want)
				}
			})
		}
	}
}

func TestTheFilterLeavesTCPAndUDPWhereIPSocketsAreLeft(t *testing.T) {
	const read, upper, flags = 3, 1 << 32, unix.SOCK_CLOEXEC | unix.SOCK_NONBLOCK
	noFamily, noType, noProtocol := answer(unix.EAFNOSUPPORT), answer(unix.ESOCKTNOSUPPORT), answer(unix.EPROTONOSUPPORT)
	for name, a := range abis {
		for _, tc := range []struct {
			name string
			call call
			want uint32
		}{
			{"an ordinary call", call{a.arch, read, unix.AF_PACKET, 0, 0}, allow},
			{"a unix socket", call{a.arch, a.socket, unix.AF_UNIX, unix.SOCK_SEQPACKET, 0}, allow},
			{"a stream", call{a.arch, a.socket, unix.AF_INET, unix.SOCK_STREAM, 0}, allow},
			{"a stream of TCP by name, with flags", call{a.arch, a.socket, unix.AF_INET6, unix.SOCK_STREAM | flags, unix.IPPROTO_TCP}, allow},
			{"a datagram socket of UDP, with flags", call{a.arch, a.socket, unix.AF_INET, unix.SOCK_DGRAM | flags, unix.IPPROTO_UDP}, allow},
			{"a stream with rubbish in the halves that the kernel drops", call{a.arch, a.socket, upper | unix.AF_INET, upper | unix.SOCK_STREAM, upper}, allow},
			{"SCTP", call{a.arch, a.socket, unix.AF_INET, unix.SOCK_STREAM, unix.IPPROTO_SCTP}, noProtocol},
			{"SCTP with rubbish in the half that the kernel drops", call{a.arch, a.socket, unix.AF_INET, unix.SOCK_STREAM, upper | unix.IPPROTO_SCTP}, noProtocol},
			{"ICMP", call{a.arch, a.socket, unix.AF_INET, unix.SOCK_DGRAM, unix.IPPROTO_ICMP}, noProtocol},
			{"a raw socket", call{a.arch, a.socket, unix.AF_INET, unix.SOCK_RAW, unix.IPPROTO_RAW}, noType},
			{"a raw socket with flags", call{a.arch, a.socket, unix.AF_INET6, unix.SOCK_RAW | flags, unix.IPPROTO_TCP}, noType},
			{"a packet socket of old", call{a.arch, a.socket, unix.AF_INET, unix.SOCK_PACKET, 0}, noType},
			{"what lists interfaces", call{a.arch, a.socket, unix.AF_NETLINK, unix.SOCK_RAW | flags, unix.NETLINK_ROUTE}, allow},
			{"netlink of another kind", call{a.arch, a.socket, unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_NETFILTER}, noProtocol},
			{"a packet socket", call{a.arch, a.socket, unix.AF_PACKET, unix.SOCK_RAW, 0}, noFamily},
			{"a vsock", call{a.arch, a.socket, unix.AF_VSOCK, unix.SOCK_STREAM, 0}, noFamily},
			{"a socket of the kernel's ciphers", call{a.arch, a.socket, unix.AF_ALG, unix.SOCK_SEQPACKET, 0}, noFamily},
			{"SMC", call{a.arch, a.socket, unix.AF_SMC, unix.SOCK_STREAM, 0}, noFamily},
			{"a pair of unix sockets", call{a.arch, a.socketpair, unix.AF_UNIX, unix.SOCK_STREAM, 0}, allow},
			{"a pair of IPv4 sockets", call{a.arch, a.socketpair, unix.AF_INET, unix.SOCK_STREAM, 0}, noFamily},
			{"io_uring_setup", call{a.arch, uring[0], 0, 0, 0}, answer(unix.ENOSYS)},
			{"request_key", call{a.arch, a.keyrings[1], 0, 0, 0}, answer(unix.ENOSYS)},
			{"a call of Intel's 32 bits", call{unix.AUDIT_ARCH_I386, read, 0, 0, 0}, kill},
		} {
			t.Run(name+" "+tc.name, func(t *testing.T) {
				if got := decide(t, a, IPSockets, tc.call); got != tc.want {
					t.Errorf("got %#x, want %#x", got, tc.want)
				}
			})
		}
	}
}

func TestTheFilterLetsNobodyTakeRoomWithoutWriting(t *testing.T) {
	const file, upper = 3, 1 << 32
	cannot := answer(unix.EOPNOTSUPP)
	for name, a := range abis {
		for _, tc := range []struct {
			name string
			call call
			want uint32
		}{
			{"fallocate", call{a.arch, a.fallocate, file, 0, 0}, cannot},
			{"fallocate behind the end", call{a.arch, a.fallocate, file, unix.FALLOC_FL_KEEP_SIZE, 0}, cannot},
			{"fallocate of zeroes", call{a.arch, a.fallocate, file, unix.FALLOC_FL_ZERO_RANGE | unix.FALLOC_FL_KEEP_SIZE, 0}, cannot},
			{"fallocate of what is shared", call{a.arch, a.fallocate, file, unix.FALLOC_FL_UNSHARE_RANGE, 0}, cannot},
			{"fallocate behind the end with rubbish in the half that the kernel drops", call{a.arch, a.fallocate, file, upper | unix.FALLOC_FL_KEEP_SIZE, 0}, cannot},
			{"a hole", call{a.arch, a.fallocate, file, punchHole, 0}, allow},
			{"a hole with rubbish in the half that the kernel drops", call{a.arch, a.fallocate, file, upper | punchHole, 0}, allow},
			{"FS_IOC_RESVSP", call{a.arch, a.ioctl, file, 0x40305828, 0}, cannot},
			{"FS_IOC_RESVSP64", call{a.arch, a.ioctl, file, 0x4030582a, 0}, cannot},
			{"FS_IOC_RESVSP64 with rubbish in the half that the kernel drops", call{a.arch, a.ioctl, file, upper | 0x4030582a, 0}, cannot},
			{"FS_IOC_ZERO_RANGE", call{a.arch, a.ioctl, file, 0x40305839, 0}, cannot},
			{"FS_IOC_ENABLE_VERITY", call{a.arch, a.ioctl, file, 0x40806685, 0}, cannot},
			{"FS_IOC_UNRESVSP64, which gives back", call{a.arch, a.ioctl, file, 0x4030582b, 0}, allow},
			{"the size of a terminal", call{a.arch, a.ioctl, file, unix.TIOCGWINSZ, 0}, allow},
			{"setxattr", call{a.arch, a.attributes[0], 0, 0, 0}, cannot},
			{"lsetxattr", call{a.arch, a.attributes[1], 0, 0, 0}, cannot},
			{"fsetxattr", call{a.arch, a.attributes[2], file, 0, 0}, cannot},
			{"setxattrat", call{a.arch, setxattrat, 0, 0, 0}, cannot},
		} {
			t.Run(name+" "+tc.name, func(t *testing.T) {
				for _, sockets := range []Sockets{UnixSockets, IPSockets} {
					if got := decide(t, a, sockets, tc.call); got != tc.want {
						t.Errorf("got %#x, want %#x", got, tc.want)
					}
				}
			})
		}
	}
}

func TestTheFilterLetsNobodySlowTheThreadsDown(t *testing.T) {
	const process, group, user, upper = 0, 1, 2, 1 << 32 // of setpriority; ioprio_set counts from 1
	refused := answer(unix.EPERM)
	for name, a := range abis {
		for _, tc := range []struct {
			name string
			call call
			want uint32
		}{
			{"sched_setparam of the first", call{a.arch, a.scheduling[0], 1, 0, 0}, refused},
			{"sched_setscheduler of the last", call{a.arch, a.scheduling[1], 17, 5, 0}, refused},
			{"sched_setaffinity of one between", call{a.arch, a.scheduling[2], 9, 8, 0}, refused},
			{"sched_setattr of the last with rubbish in the half that the kernel drops", call{a.arch, a.scheduling[3], upper | 17, 0, 0}, refused},
			{"sched_setaffinity of itself", call{a.arch, a.scheduling[2], 0, 8, 0}, allow},
			{"sched_setaffinity of itself with rubbish in the half that the kernel drops", call{a.arch, a.scheduling[2], upper, 8, 0}, allow},
			{"sched_setaffinity of itself by its number", call{a.arch, a.scheduling[2], 18, 8, 0}, allow},
			{"sched_setscheduler of one below nothing", call{a.arch, a.scheduling[1], 1<<64 - 1, 5, 0}, allow},
			{"setpriority of the last", call{a.arch, a.setpriority, process, 17, 19}, refused},
			{"setpriority of the first's group", call{a.arch, a.setpriority, group, 1, 19}, refused},
			{"setpriority of a user", call{a.arch, a.setpriority, user, 65532, 19}, refused},
			{"setpriority of its own user with rubbish in the half that the kernel drops", call{a.arch, a.setpriority, upper | user, 0, 19}, refused},
			{"setpriority of itself", call{a.arch, a.setpriority, process, 0, 19}, allow},
			{"setpriority of another", call{a.arch, a.setpriority, process, 18, 19}, allow},
			{"setpriority of its own group", call{a.arch, a.setpriority, group, 0, 19}, allow},
			{"ioprio_set of the last", call{a.arch, a.ioprioSet, 1 + process, 17, 3 << 13}, refused},
			{"ioprio_set of the first's group", call{a.arch, a.ioprioSet, 1 + group, 1, 3 << 13}, refused},
			{"ioprio_set of a user", call{a.arch, a.ioprioSet, 1 + user, 65532, 3 << 13}, refused},
			{"ioprio_set of itself", call{a.arch, a.ioprioSet, 1 + process, 0, 3 << 13}, allow},
			{"ioprio_set of its own group", call{a.arch, a.ioprioSet, 1 + group, 0, 3 << 13}, allow},
		} {
			t.Run(name+" "+tc.name, func(t *testing.T) {
				for _, sockets := range []Sockets{UnixSockets, IPSockets} {
					if got := decide(t, a, sockets, tc.call); got != tc.want {
						t.Errorf("got %#x, want %#x", got, tc.want)
					}
				}
			})
		}
	}
}

func TestAThreadsNumberIsThatOfItsOwnNamespace(t *testing.T) {
	for status, want := range map[string]string{
		"Name:\trunner\nNSpid:\t4711\t7\nVmPeak:\t1 kB\n": "7", "Name:\trunner\nNSpid:\t4711\n": "4711", "Name:\trunner\n": "4711", "": "4711",
	} {
		if got := numberIn(status, "4711"); got != want {
			t.Errorf("of %q it takes %q, not %q", status, got, want)
		}
	}
	own, err := Own()
	if pid := uint32(os.Getpid()); err != nil || pid < own.First || pid > own.Last {
		t.Errorf("they are %+v, but the process is %d: %v", own, pid, err)
	}
}

func TestTheFilterKillsAllOfX32(t *testing.T) {
	for _, sockets := range []Sockets{UnixSockets, IPSockets} {
		for _, number := range []uint32{x32Bit, x32Bit | 41, x32Bit | 515, 0x80000000, noCall - 1} {
			if got := decide(t, abis["amd64"], sockets, call{arch: unix.AUDIT_ARCH_X86_64, number: number}); got != kill {
				t.Errorf("call %#x: got %#x", number, got)
			}
		}
	}
}

// The table holds numbers, as the names in golang.org/x/sys are those of the machine that compiles.
func TestTheNumbersAreThoseOfThisMachine(t *testing.T) {
	a := abis[runtime.GOARCH]
	for name, pair := range map[string][2]uint32{
		"socket":             {a.socket, unix.SYS_SOCKET},
		"socketpair":         {a.socketpair, unix.SYS_SOCKETPAIR},
		"add_key":            {a.keyrings[0], unix.SYS_ADD_KEY},
		"request_key":        {a.keyrings[1], unix.SYS_REQUEST_KEY},
		"keyctl":             {a.keyrings[2], unix.SYS_KEYCTL},
		"setxattr":           {a.attributes[0], unix.SYS_SETXATTR},
		"lsetxattr":          {a.attributes[1], unix.SYS_LSETXATTR},
		"fsetxattr":          {a.attributes[2], unix.SYS_FSETXATTR},
		"setxattrat":         {setxattrat, unix.SYS_SETXATTRAT},
		"sched_setparam":     {a.scheduling[0], unix.SYS_SCHED_SETPARAM},
		"sched_setscheduler": {a.scheduling[1], unix.SYS_SCHED_SETSCHEDULER},
		"sched_setaffinity":  {a.scheduling[2], unix.SYS_SCHED_SETAFFINITY},
		"sched_setattr":      {a.scheduling[3], unix.SYS_SCHED_SETATTR},
		"setpriority":        {a.setpriority, unix.SYS_SETPRIORITY},
		"ioprio_set":         {a.ioprioSet, unix.SYS_IOPRIO_SET},
		"fallocate":          {a.fallocate, unix.SYS_FALLOCATE},
		"ioctl":              {a.ioctl, unix.SYS_IOCTL},
		"io_uring_setup":     {uring[0], unix.SYS_IO_URING_SETUP},
		"io_uring_enter":     {uring[1], unix.SYS_IO_URING_ENTER},
		"io_uring_register":  {uring[2], unix.SYS_IO_URING_REGISTER},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %d in the table and %d on this machine", name, pair[0], pair[1])
		}
	}
}
