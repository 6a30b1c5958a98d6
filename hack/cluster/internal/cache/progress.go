package cache

import (
	"fmt"
	"os"
	"time"
)

// beat is how often a long step says that it is still at it.
const beat = 15 * time.Second

// Say prints one line for the person who waits.
func Say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "cluster: "+format+"\n", args...)
}

// Step announces something slow, says every few seconds that it goes on, and how long it took.
func Step(what string, do func() error) error {
	Say("%s …", what)
	start := time.Now()
	done := make(chan struct{})
	go func() {
		ticker := time.NewTicker(beat)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				Say("%s … still at it after %s", what, time.Since(start).Round(time.Second))
			}
		}
	}()
	err := do()
	close(done)
	if err == nil {
		Say("%s: done in %s", what, time.Since(start).Round(100*time.Millisecond))
	}
	return err
}
