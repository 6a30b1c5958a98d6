// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package threads has Go's threads made in advance.
package threads

import (
	"runtime"
	"sync"
)

// Have has Go make n threads while it can: it ends the program, with code 2, when it needs one and the container has no process
// left to make, as under a fork bomb. Threads that were made stay, and Go takes them when it needs some.
func Have(n int) {
	var there, done sync.WaitGroup
	release := make(chan struct{})
	there.Add(n)
	for range n {
		done.Go(func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			there.Done()
			<-release
		})
	}
	there.Wait()
	close(release)
	done.Wait()
}
