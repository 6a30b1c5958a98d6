// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package confine

import (
	"encoding/binary"
	"runtime"
	"testing"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// call is what the kernel shows the filter.
type call struct {
	arch, number uint32
	family       uint64
}

// decide runs the filter in a machine of its own, so that those of other architectures are tested, too. That machine reads
// words from the network's side, hence the order of bytes.
func decide(t *testing.T, a abi, c call) uint32 {
	t.Helper()
	vm, err := bpf.NewVM(a.program())
	if err != nil {
		t.Fatal(err)
	}
	data := make([]byte, 64)
	binary.BigEndian.PutUint32(data[offsetNumber:], c.number)
	binary.BigEndian.PutUint32(data[offsetArch:], c.arch)
	binary.BigEndian.PutUint32(data[offsetFamily:], uint32(c.family))
	binary.BigEndian.PutUint32(data[offsetFamily+4:], uint32(c.family>>32))
	verdict, err := vm.Run(data)
	if err != nil {
		t.Fatal(err)
	}
	return uint32(verdict)
}

func TestTheFilterLeavesUnixSocketsOnlyOnEveryArchitecture(t *testing.T) {
	const read, upper = 3, 1 << 32
	noFamily, noSuchCall := answer(unix.EAFNOSUPPORT), answer(unix.ENOSYS)
	for name, a := range abis {
		for _, tc := range []struct {
			name string
			call call
			want uint32
		}{
			{"an ordinary call", call{a.arch, read, unix.AF_INET}, allow},
			{"a unix socket", call{a.arch, a.socket, unix.AF_UNIX}, allow},
			{"a pair of unix sockets", call{a.arch, a.socketpair, unix.AF_UNIX}, allow},
			{"an IPv4 socket", call{a.arch, a.socket, unix.AF_INET}, noFamily},
			{"a socket of no family", call{a.arch, a.socket, unix.AF_UNSPEC}, noFamily},
			{"a pair of TIPC sockets", call{a.arch, a.socketpair, unix.AF_TIPC}, noFamily},
			{"a unix socket with rubbish in the half that the kernel drops", call{a.arch, a.socket, upper | unix.AF_UNIX}, allow},
			{"an IPv4 socket whose dropped half is not empty", call{a.arch, a.socket, upper | unix.AF_INET}, noFamily},
			{"io_uring_setup", call{a.arch, uring[0], 0}, noSuchCall},
			{"io_uring_register", call{a.arch, uring[2], 0}, noSuchCall},
			{"request_key", call{a.arch, a.keyrings[1], 0}, noSuchCall},
			{"a call of ARM's 32 bits", call{unix.AUDIT_ARCH_ARM, a.socket, unix.AF_UNIX}, kill},
			{"a call of Intel's 32 bits", call{unix.AUDIT_ARCH_I386, read, 0}, kill},
			{"a call that a tracer cancelled", call{a.arch, noCall, 0}, allow},
		} {
			t.Run(name+" "+tc.name, func(t *testing.T) {
				if got := decide(t, a, tc.call); got != tc.want {
					t.Errorf("got %#x, want %#x", got, tc.want)
				}
			})
		}
	}
}

func TestTheFilterKillsAllOfX32(t *testing.T) {
	for _, number := range []uint32{x32Bit, x32Bit | 41, x32Bit | 515, 0x80000000, noCall - 1} {
		if got := decide(t, abis["amd64"], call{arch: unix.AUDIT_ARCH_X86_64, number: number}); got != kill {
			t.Errorf("call %#x: got %#x", number, got)
		}
	}
}

// The table holds numbers, as the names in golang.org/x/sys are those of the machine that compiles.
func TestTheNumbersAreThoseOfThisMachine(t *testing.T) {
	a := abis[runtime.GOARCH]
	for name, pair := range map[string][2]uint32{
		"socket":            {a.socket, unix.SYS_SOCKET},
		"socketpair":        {a.socketpair, unix.SYS_SOCKETPAIR},
		"add_key":           {a.keyrings[0], unix.SYS_ADD_KEY},
		"request_key":       {a.keyrings[1], unix.SYS_REQUEST_KEY},
		"keyctl":            {a.keyrings[2], unix.SYS_KEYCTL},
		"io_uring_setup":    {uring[0], unix.SYS_IO_URING_SETUP},
		"io_uring_enter":    {uring[1], unix.SYS_IO_URING_ENTER},
		"io_uring_register": {uring[2], unix.SYS_IO_URING_REGISTER},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %d in the table and %d on this machine", name, pair[0], pair[1])
		}
	}
}
