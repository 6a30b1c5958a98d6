// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package bare makes programs of a few instructions, for Intel's processors, which ask the kernel for a socket in ways that no
// library has.
package bare

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// Program is one: it asks for an IPv4 stream and exits with 0 if it gets one, with 1 if not.
type Program struct {
	link func([]byte) []byte
	code []byte
}

// The ways to ask.
var (
	// Static uses the system call: mov eax,41; mov edi,2; mov esi,1; xor edx,edx; syscall.
	Static = Program{elf64, slice("b829000000 bf02000000 be01000000 31d2 0f05", exit64)}
	// X32 is the same, with the bit of x32 in eax.
	X32 = Program{elf64, slice("b829000040 bf02000000 be01000000 31d2 0f05", exit64)}
	// Int80 makes a call of 32 bits: mov eax,359; mov ebx,2; mov ecx,1; xor edx,edx; int 0x80.
	Int80 = Program{elf64, slice("b867010000 bb02000000 b901000000 31d2 cd80", exit64)}
	// I386 is the same, in a program that is of 32 bits altogether.
	I386 = Program{elf32, slice("b867010000 bb02000000 b901000000 31d2 cd80", exit32)}
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

// Run writes the program into a file and runs it. Its answer is not an errno, only that there was none.
func (p Program) Run() error {
	dir, err := os.MkdirTemp("", "bare-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "program")
	if err := os.WriteFile(path, p.link(p.code), 0o700); err != nil {
		return err
	}
	err = exec.Command(path).Run()
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
