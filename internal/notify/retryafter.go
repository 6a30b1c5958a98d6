// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longestWait bounds what a receiver may ask for.
const longestWait = 24 * time.Hour

// retryAfter reads the header's seconds or date; anything else counts for nothing.
func retryAfter(header string, now time.Time) time.Duration {
	header = strings.TrimSpace(header)
	if at, err := http.ParseTime(header); err == nil {
		return min(max(at.Sub(now), 0), longestWait)
	}
	if header == "" || strings.Trim(header, "0123456789") != "" {
		return 0
	}
	seconds, err := strconv.ParseInt(header, 10, 32)
	if err != nil { // More seconds than a number holds.
		return longestWait
	}
	return min(time.Duration(seconds)*time.Second, longestWait)
}
