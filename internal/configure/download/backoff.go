// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/pause"
)

// Backoff is how often something is tried, and how long is waited in between.
type Backoff struct {
	// Tries is how often in a row without any progress.
	Tries int
	// First is the wait after the first try; it doubles with each further one.
	First time.Duration
	// Longest bounds any wait, also one that a server asks for.
	Longest time.Duration
}

// DefaultBackoff waits for two to four minutes in all for a server that is away.
func DefaultBackoff() Backoff {
	return Backoff{Tries: 10, First: time.Second, Longest: time.Minute}
}

// wait before try n+1, counted from 1; asked is the server's wish. The half that is random keeps many workflows that
// failed together from coming back together.
func (b Backoff) wait(n int, asked time.Duration) time.Duration {
	wait := min(b.First<<min(n-1, 20), b.Longest)
	if wait > 0 {
		wait = wait/2 + rand.N(wait/2+1)
	}
	return min(max(wait, asked), b.Longest)
}

// Retry does something until it works, or cannot. Each time do says whether it has come further, which starts the
// counting anew; tell hears of the waits.
func (b Backoff) Retry(ctx context.Context, tell func(wait time.Duration, after error), do func() (further bool, err error)) error {
	for tries, idle := 1, 1; ; tries, idle = tries+1, idle+1 {
		further, err := do()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err == nil {
			return nil
		}
		asked, again := Curable(err)
		if !again {
			return err
		}
		if further {
			idle = 1
		}
		if idle >= b.Tries {
			return fmt.Errorf("%w (tried %d times)", err, tries)
		}
		wait := b.wait(idle, asked)
		tell(wait, err)
		if err := pause.For(ctx, wait); err != nil {
			return err
		}
	}
}
