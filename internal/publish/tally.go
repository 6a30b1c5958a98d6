// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"crypto/sha256"
	"hash"
)

const (
	// tallyFrom is from which size on a file is hashed beside being sent: for smaller ones that is no gain.
	tallyFrom = 256 << 10
	// tallyPieces is how far the hashing may fall behind.
	tallyPieces = 8
)

// tally is the digest of what is handed to it piece by piece. It is not safe for use by several goroutines.
type tally struct {
	hash   hash.Hash
	pieces chan []byte // nil if it hashes at once
	spare  chan []byte // pieces that can be filled again
	done   chan struct{}
	ended  bool
}

// newTally is for a file of a size. It must be ended.
func newTally(size int64) *tally {
	t := &tally{hash: sha256.New()}
	if size >= tallyFrom {
		t.pieces, t.spare, t.done = make(chan []byte, tallyPieces), make(chan []byte, tallyPieces), make(chan struct{})
		go t.follow()
	}
	return t
}

func (t *tally) follow() {
	defer close(t.done)
	for piece := range t.pieces {
		t.hash.Write(piece)
		select {
		case t.spare <- piece:
		default:
		}
	}
}

// add takes a copy: whoever reads will use the buffer again. What comes after the end is of no file that anybody wants.
func (t *tally) add(piece []byte) {
	if len(piece) == 0 || t.ended {
		return
	}
	if t.pieces == nil {
		t.hash.Write(piece)
		return
	}
	var room []byte
	select {
	case room = <-t.spare:
	default:
	}
	t.pieces <- append(room[:0], piece...)
}

// end waits for what was handed over. Nothing more can be added then.
func (t *tally) end() {
	if t.pieces == nil || t.ended {
		return
	}
	t.ended = true
	close(t.pieces)
	<-t.done
}

// digest ends it.
func (t *tally) digest() Digest {
	t.end()
	return Digest(t.hash.Sum(nil))
}
