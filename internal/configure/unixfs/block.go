// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package unixfs

import (
	"context"
	"errors"
	"fmt"

	"github.com/ipfs/go-cid"
	"github.com/multiformats/go-multihash"
)

// MaxBlock is how large a block may be: no node of IPFS passes larger ones on.
const MaxBlock = 2 << 20

// ErrBlock says that a block is not what its CID says it is.
var ErrBlock = errors.New("a block that was sent does not match its CID")

// Get gets a block by its CID.
type Get func(ctx context.Context, id cid.Cid) ([]byte, error)

// checked gets a block and compares it. A block that stands in its CID is not asked for at all.
func (get Get) checked(ctx context.Context, id cid.Cid) ([]byte, error) {
	hash, err := multihash.Decode(id.Hash())
	if err != nil {
		return nil, fmt.Errorf("read CID %s: %w", id, err)
	}
	if hash.Code == multihash.IDENTITY {
		return hash.Digest, nil
	}
	if hash.Length < 20 {
		return nil, fmt.Errorf("CID %s has too short a hash to prove anything", id)
	}
	block, err := get(ctx, id)
	if err != nil {
		return nil, err
	}
	sum, err := multihash.Sum(block, hash.Code, hash.Length)
	if err != nil {
		return nil, fmt.Errorf("CID %s has a hash of the kind %s, which is not known here", id, hash.Name)
	}
	if string(sum) != string(id.Hash()) {
		return nil, ErrBlock
	}
	return block, nil
}
