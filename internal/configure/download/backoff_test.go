// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"testing"
	"time"
)

// The waits are at least half of what they are at most.
func TestAServerThatIsAwayForTwoMinutesIsWaitedFor(t *testing.T) {
	b, all := DefaultBackoff(), time.Duration(0)
	for n := 1; n < b.Tries; n++ {
		all += min(b.First<<(n-1), b.Longest) / 2
	}
	if all < 2*time.Minute {
		t.Errorf("it is waited for %s only", all)
	}
}

func TestBackoff(t *testing.T) {
	b := Backoff{Tries: 9, First: time.Second, Longest: 10 * time.Second}
	t.Run("waits grow up to the longest", func(t *testing.T) {
		for n, most := range map[int]time.Duration{1: time.Second, 2: 2 * time.Second, 4: 8 * time.Second, 5: 10 * time.Second, 99: 10 * time.Second} {
			if got := b.wait(n, 0); got < most/2 || got > most {
				t.Errorf("wait %d is %s, not between %s and %s", n, got, most/2, most)
			}
		}
	})
	t.Run("a server's wish is granted up to the longest", func(t *testing.T) {
		if got := b.wait(1, 5*time.Second); got != 5*time.Second {
			t.Errorf("got %s", got)
		}
		if got := b.wait(1, time.Hour); got != 10*time.Second {
			t.Errorf("got %s", got)
		}
	})
}
