// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package unixfs

import (
	"context"
	"errors"
	"fmt"

	"github.com/ipfs/go-cid"
	"google.golang.org/protobuf/encoding/protowire"
)

// The types of a node, by UnixFS's numbers.
const (
	typeRaw       = 0
	typeDirectory = 1
	typeFile      = 2
	typeSymlink   = 4
	typeShard     = 5
)

// node is a block that has been understood: a piece of a file, or a directory.
type node struct {
	kind  uint64
	data  []byte
	links []link
	// size of a file, and sizes of its pieces, one for each link.
	size   uint64
	sizes  []uint64
	fanout uint64
}

type link struct {
	id   cid.Cid
	name string
}

// errMalformed is also what becomes of blocks that are right by their hash and make no sense.
var errMalformed = errors.New("it is neither a file nor a directory of IPFS")

func (get Get) node(ctx context.Context, id cid.Cid) (node, error) {
	block, err := get.checked(ctx, id)
	if err != nil {
		return node{}, err
	}
	switch id.Type() {
	case cid.Raw:
		return node{kind: typeRaw, data: block, size: uint64(len(block))}, nil
	case cid.DagProtobuf:
		n, err := decode(block)
		if err != nil {
			return node{}, fmt.Errorf("%w: %w", errMalformed, err)
		}
		return n, nil
	}
	return node{}, errMalformed
}

// decode reads a dag-pb block with UnixFS data in it.
func decode(block []byte) (node, error) {
	var n node
	var data []byte
	err := fields(block, func(number protowire.Number, _ uint64, value []byte) error {
		switch number {
		case 1:
			data = value
		case 2:
			l, err := decodeLink(value)
			n.links = append(n.links, l)
			return err
		}
		return nil
	})
	if err == nil {
		err = n.decodeData(data)
	}
	if err == nil && (n.kind == typeFile || n.kind == typeRaw) {
		err = n.checkSizes()
	}
	return n, err
}

func decodeLink(b []byte) (link, error) {
	var l link
	err := fields(b, func(number protowire.Number, _ uint64, value []byte) (err error) {
		switch number {
		case 1:
			l.id, err = cid.Cast(value)
		case 2:
			l.name = string(value)
		}
		return err
	})
	if err == nil && !l.id.Defined() {
		err = errors.New("a link leads nowhere")
	}
	return l, err
}

func (n *node) decodeData(b []byte) error {
	return fields(b, func(number protowire.Number, v uint64, value []byte) error {
		switch number {
		case 1:
			n.kind = v
		case 2:
			n.data = value
		case 3:
			n.size = v
		case 4:
			if value == nil {
				n.sizes = append(n.sizes, v)
				return nil
			}
			for len(value) > 0 { // They may be packed into one field.
				v, used := protowire.ConsumeVarint(value)
				if used < 0 {
					return protowire.ParseError(used)
				}
				n.sizes, value = append(n.sizes, v), value[used:]
			}
		case 6:
			n.fanout = v
		}
		return nil
	})
}

// checkSizes makes sure that the pieces add up: where a byte lies follows from them.
func (n *node) checkSizes() error {
	sum := uint64(len(n.data))
	for _, size := range n.sizes {
		if size > 1<<60 || sum > 1<<60 {
			return errors.New("its pieces are too large")
		}
		sum += size
	}
	switch {
	case len(n.sizes) != len(n.links):
		return errors.New("its pieces have no sizes")
	case n.size == 0:
		n.size = sum // A raw piece need not say it.
	case n.size != sum:
		return errors.New("its size is not that of its pieces")
	}
	return nil
}

// fields reads a message of protocol buffers field by field: numbers as v, texts as value, which is nil for numbers.
func fields(b []byte, each func(number protowire.Number, v uint64, value []byte) error) error {
	for len(b) > 0 {
		number, kind, used := protowire.ConsumeTag(b)
		if used < 0 {
			return protowire.ParseError(used)
		}
		b = b[used:]
		var v uint64
		value := []byte(nil)
		switch kind {
		case protowire.VarintType:
			v, used = protowire.ConsumeVarint(b)
		case protowire.BytesType:
			value, used = protowire.ConsumeBytes(b)
		default:
			used = protowire.ConsumeFieldValue(number, kind, b)
		}
		if used < 0 {
			return protowire.ParseError(used)
		}
		if err := each(number, v, value); err != nil {
			return err
		}
		b = b[used:]
	}
	return nil
}
