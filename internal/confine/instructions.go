// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package confine

import "golang.org/x/net/bpf"

func load(offset uint32) bpf.Instruction { return bpf.LoadAbsolute{Off: offset, Size: 4} }

func verdict(v uint32) []bpf.Instruction { return []bpf.Instruction{bpf.RetConstant{Val: v}} }

// on is what is to be done if the loaded word is this one. It must end in a verdict wherever it loads another.
func on(word uint32, do ...bpf.Instruction) []bpf.Instruction {
	return onAny([]uint32{word}, do...)
}

// onAny is the same for several words.
func onAny(words []uint32, do ...bpf.Instruction) (p []bpf.Instruction) {
	last := len(words) - 1
	for i, word := range words[:last] {
		p = append(p, bpf.JumpIf{Cond: bpf.JumpEqual, Val: word, SkipTrue: uint8(last - i)})
	}
	p = append(p, bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: words[last], SkipTrue: uint8(len(do))})
	return append(p, do...)
}
