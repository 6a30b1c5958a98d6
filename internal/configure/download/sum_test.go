// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"bytes"
	"math/rand/v2"
	"sync"
	"testing"
)

// TestTheSumIsThatOfTheFile hashes a file that comes in from several connections at once, each of which takes on one
// region after the other.
func TestTheSumIsThatOfTheFile(t *testing.T) {
	content := random(21*mebi + 77)
	for name, connections := range map[string]int{"one connection": 1, "two connections": 2, "many connections": 7} {
		for _, following := range []bool{true, connections > 1} {
			t.Run(name, func(t *testing.T) {
				c := newChart(nil)
				c.cut(int64(len(content)))
				s := newSumming(bytes.NewReader(content), c.front, &brake{})
				if following {
					s.follow()
				}
				buffers := newShelf(2 * connections)
				var all sync.WaitGroup
				for n := range connections {
					all.Go(func() { bring(s, c, buffers, content, rand.New(rand.NewPCG(uint64(n), 0))) })
				}
				all.Wait()
				s.stop()
				got, err := s.finish(int64(len(content)))
				if err != nil || got != sumOf(content) {
					t.Errorf("got %s, %v", got, err)
				}
			})
		}
	}
}

// bring does as copy does, but writes nothing: it is all there.
func bring(s *summing, c *chart, buffers *shelf, content []byte, chance *rand.Rand) {
	for {
		at, ok := c.claim(1 + chance.Int64N(3*mebi))
		if !ok {
			return
		}
		done := at.from
		for from := at.from; from < at.to; {
			b := buffers.take(&brake{})
			n := copy(b.bytes[:], content[from:min(at.to, from+1+chance.Int64N(stretchSize))])
			s.pass(b, n, from)
			b.release()
			from += int64(n)
			if from == at.to || chance.IntN(4) == 0 {
				c.finish(region{done, from})
				s.nudge()
				done = from
			}
		}
	}
}

func TestWhatIsReadBackMustBeThere(t *testing.T) {
	content := random(2 * mebi)
	c := newChart([]region{{0, 2 * mebi}})
	s := newSumming(bytes.NewReader(content[:mebi]), c.front, &brake{})
	if got, err := s.finish(2 * mebi); err == nil {
		t.Errorf("got %s of half a file", got)
	}
}
