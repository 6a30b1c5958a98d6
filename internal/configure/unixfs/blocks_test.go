// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package unixfs

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/ipfs/go-cid"
	"github.com/multiformats/go-multihash"
	"go.uber.org/goleak"
	"google.golang.org/protobuf/encoding/protowire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// shelf keeps blocks by their CIDs.
type shelf struct {
	mu     sync.Mutex
	blocks map[cid.Cid][]byte
	got    int
}

func newShelf() *shelf { return &shelf{blocks: map[cid.Cid][]byte{}} }

var errMissing = errors.New("there is no such block")

func (s *shelf) get(_ context.Context, id cid.Cid) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got++
	block, ok := s.blocks[id]
	if !ok {
		return nil, errMissing
	}
	return block, nil
}

func (s *shelf) put(t *testing.T, codec uint64, block []byte) cid.Cid {
	t.Helper()
	sum, err := multihash.Sum(block, multihash.SHA2_256, -1)
	if err != nil {
		t.Fatal(err)
	}
	id := cid.NewCidV1(codec, sum)
	s.blocks[id] = block
	return id
}

// leaf puts a raw block.
func (s *shelf) leaf(t *testing.T, content string) cid.Cid {
	t.Helper()
	return s.put(t, cid.Raw, []byte(content))
}

// form is a node of UnixFS in the making.
type form struct {
	kind, size, fanout uint64
	data               string
	sizes              []uint64
	packed             bool
	links              []link
}

func (s *shelf) node(t *testing.T, f form) cid.Cid {
	t.Helper()
	data := protowire.AppendTag(nil, 1, protowire.VarintType)
	data = protowire.AppendVarint(data, f.kind)
	if f.data != "" {
		data = protowire.AppendTag(data, 2, protowire.BytesType)
		data = protowire.AppendString(data, f.data)
	}
	data = protowire.AppendTag(data, 3, protowire.VarintType)
	data = protowire.AppendVarint(data, f.size)
	var packed []byte
	for _, size := range f.sizes {
		if f.packed {
			packed = protowire.AppendVarint(packed, size)
			continue
		}
		data = protowire.AppendTag(data, 4, protowire.VarintType)
		data = protowire.AppendVarint(data, size)
	}
	if packed != nil {
		data = protowire.AppendTag(data, 4, protowire.BytesType)
		data = protowire.AppendBytes(data, packed)
	}
	if f.fanout > 0 {
		data = protowire.AppendTag(data, 6, protowire.VarintType)
		data = protowire.AppendVarint(data, f.fanout)
	}
	var block []byte
	for _, l := range f.links {
		one := protowire.AppendTag(nil, 1, protowire.BytesType)
		one = protowire.AppendBytes(one, l.id.Bytes())
		one = protowire.AppendTag(one, 2, protowire.BytesType)
		one = protowire.AppendString(one, l.name)
		block = protowire.AppendTag(block, 2, protowire.BytesType)
		block = protowire.AppendBytes(block, one)
	}
	block = protowire.AppendTag(block, 1, protowire.BytesType)
	return s.put(t, cid.DagProtobuf, protowire.AppendBytes(block, data))
}
