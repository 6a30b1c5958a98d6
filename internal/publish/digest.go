// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"context"
	"crypto/sha256"
	"io"
	"sync"
)

// digest reads the whole file.
func (s *source) digest(ctx context.Context) (Digest, error) {
	sum := sha256.New()
	err := eachPiece(ctx, s.all(), func(p []byte) { sum.Write(p) })
	return Digest(sum.Sum(nil)), err
}

// digestsOf reads the file once, for the digest of the whole and that of each part of a size. The two are made at the same
// time, as each keeps a processor busy.
func (s *source) digestsOf(ctx context.Context, size int64) (Digest, []Digest, error) {
	whole := sha256.New()
	var parts []Digest
	for begin := int64(0); begin < s.file.Size; begin += size {
		part := sha256.New()
		err := eachPiece(ctx, s.part(begin, min(size, s.file.Size-begin)), func(p []byte) {
			var both sync.WaitGroup
			both.Go(func() { whole.Write(p) })
			part.Write(p)
			both.Wait()
		})
		if err != nil {
			return Digest{}, nil, err
		}
		parts = append(parts, Digest(part.Sum(nil)))
	}
	return Digest(whole.Sum(nil)), parts, nil
}

// eachPiece reads to the end, unless it takes longer than anybody waits for.
func eachPiece(ctx context.Context, from *io.SectionReader, do func([]byte)) error {
	piece := make([]byte, min(256<<10, from.Size()+1))
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := from.Read(piece)
		do(piece[:n])
		if err == io.EOF { //nolint:errorlint // as io.Reader has it
			return nil
		}
		if err != nil {
			return err
		}
	}
}
