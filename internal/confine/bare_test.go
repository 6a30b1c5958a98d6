// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package confine

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// raw makes a system call as a program does that uses no library.
func raw(number uintptr, args ...uintptr) error {
	var a [6]uintptr
	copy(a[:], args)
	if _, _, errno := unix.RawSyscall6(number, a[0], a[1], a[2], a[3], a[4], a[5]); errno != 0 {
		return errno
	}
	return nil
}

func address(fds *[2]int32) uintptr { return uintptr(unsafe.Pointer(fds)) }

func pass(to io.Writer, from io.Reader) error {
	const word = "word"
	if _, err := io.WriteString(to, word); err != nil {
		return err
	}
	got := make([]byte, len(word))
	if _, err := io.ReadFull(from, got); err != nil {
		return err
	}
	if string(got) != word {
		return fmt.Errorf("got %q", got)
	}
	return nil
}

// everyThread looks at all threads of the process, as the kernel shows them.
func everyThread() error {
	files, err := filepath.Glob("/proc/self/task/*/status")
	if err != nil || len(files) < 2 {
		return errors.Join(err, fmt.Errorf("%d threads", len(files)))
	}
	for _, file := range files {
		status, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		for _, want := range []string{"\nNoNewPrivs:\t1\n", "\nSeccomp:\t2\n"} {
			if !strings.Contains(string(status), want) {
				return fmt.Errorf("%s lacks %q", file, want)
			}
		}
	}
	return nil
}

// Programs of a few instructions each, for Intel's processors: they ask for an IPv4 stream and exit with 0 if they get one,
// with 1 if not.
var (
	// mov eax,41; mov edi,2; mov esi,1; xor edx,edx; syscall.
	amd64Socket = slice("b829000000 bf02000000 be01000000 31d2 0f05", exit64)
	// The same, with the bit of x32 in eax.
	x32Socket = slice("b829000040 bf02000000 be01000000 31d2 0f05", exit64)
	// mov eax,359; mov ebx,2; mov ecx,1; xor edx,edx; int 0x80.
	int80Socket = slice("b867010000 bb02000000 b901000000 31d2 cd80", exit64)
	// The same, in a program that is of 32 bits altogether.
	i386Socket = slice("b867010000 bb02000000 b901000000 31d2 cd80", exit32)
)

const (
	// mov edi,eax; shr edi,31; mov eax,60; syscall.
	exit64 = "89c7 c1ef1f b83c000000 0f05"
	// mov ebx,eax; shr ebx,31; mov eax,1; int 0x80.
	exit32 = "89c3 c1eb1f b801000000 cd80"
)

func slice(parts ...string) []byte {
	var code []byte
	if _, err := fmt.Sscanf(strings.ReplaceAll(strings.Join(parts, ""), " ", ""), "%x", &code); err != nil {
		panic(err)
	}
	return code
}

// runBare makes a program of the instructions and runs it. Its answer is not an errno, only that there was none.
func runBare(link func([]byte) []byte, code []byte) error {
	dir, err := os.MkdirTemp("", "confine-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "program")
	if err := os.WriteFile(path, link(code), 0o700); err != nil {
		return err
	}
	cmd := exec.Command(path)
	err = cmd.Run()
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return err
	}
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return errors.New(status.Signal().String())
	}
	return errors.New("no socket")
}

var ident = [elf.EI_NIDENT]byte{0x7f, 'E', 'L', 'F', 0, byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)}

func elf64(code []byte) []byte {
	const base, head, prog = 0x400000, 64, 56
	h := elf.Header64{
		Ident: ident, Type: uint16(elf.ET_EXEC), Machine: uint16(elf.EM_X86_64), Version: uint32(elf.EV_CURRENT),
		Entry: base + head + prog, Phoff: head, Ehsize: head, Phentsize: prog, Phnum: 1,
	}
	h.Ident[elf.EI_CLASS] = byte(elf.ELFCLASS64)
	size := uint64(head + prog + len(code))
	p := elf.Prog64{Type: uint32(elf.PT_LOAD), Flags: uint32(elf.PF_R | elf.PF_X), Vaddr: base, Paddr: base, Filesz: size, Memsz: size, Align: 0x1000}
	return append(encoded(h, p), code...)
}

func elf32(code []byte) []byte {
	const base, head, prog = 0x400000, 52, 32
	h := elf.Header32{
		Ident: ident, Type: uint16(elf.ET_EXEC), Machine: uint16(elf.EM_386), Version: uint32(elf.EV_CURRENT),
		Entry: base + head + prog, Phoff: head, Ehsize: head, Phentsize: prog, Phnum: 1,
	}
	h.Ident[elf.EI_CLASS] = byte(elf.ELFCLASS32)
	size := uint32(head + prog + len(code))
	p := elf.Prog32{Type: uint32(elf.PT_LOAD), Flags: uint32(elf.PF_R | elf.PF_X), Vaddr: base, Paddr: base, Filesz: size, Memsz: size, Align: 0x1000}
	return append(encoded(h, p), code...)
}

func encoded(parts ...any) []byte {
	var b bytes.Buffer
	for _, part := range parts {
		if err := binary.Write(&b, binary.LittleEndian, part); err != nil {
			panic(err)
		}
	}
	return b.Bytes()
}
