// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"time"
)

// follow says now and then how far the downloads have come, until the function that it returns is called.
func (f *filler) follow(every time.Duration) (quiet func()) {
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		for last := int64(0); ; {
			select {
			case <-ticker.C:
				p := f.engine.Progress()
				f.log.Info("Still fetching", "files", p.Files, "of", p.Begun, "bytes", p.Bytes,
					"perSecond", int64(float64(p.Bytes-last)/every.Seconds()), "slowest", p.Slowest)
				last = p.Bytes
			case <-stop:
				return
			}
		}
	}()
	return func() {
		close(stop)
		<-stopped
	}
}
