// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import "time"

// Limits is how long things may take and how often they are tried.
type Limits struct {
	// MaxJobs is how many workflows may run at a time. 0: any number.
	MaxJobs int32
	// SystemRetries is how many more times a step is tried after a failure that was not the code's.
	SystemRetries int32
	// PendingTimeout is how long a pod may take to start: to be scheduled, to get its volumes and its image.
	PendingTimeout time.Duration
	// Grace is the time between TERM and KILL for the algorithm's processes. Whole seconds.
	Grace time.Duration
	// LogMaxBytes is how much of an algorithm's output is kept in its log.
	LogMaxBytes int64
	// OutputMaxBytes and OutputMaxFiles bound what a workflow may publish, logs included.
	OutputMaxBytes int64
	OutputMaxFiles int32
	// ConfigureTimeout, FilterTimeout and PublishTimeout bound one attempt of a step, from the start of its process.
	ConfigureTimeout, FilterTimeout, PublishTimeout time.Duration
	// PublishRetryTime is how long publishing is tried again while the storage is down.
	PublishRetryTime time.Duration
	// ResultsRetention is how long volumes are kept when their results could not be published.
	ResultsRetention time.Duration
	// NodeLost is how long a pod on an unreachable node is waited for before its attempt counts as lost.
	NodeLost time.Duration
}

// day bounds most durations: a hundred of them is more than any run should take.
const day = 24 * time.Hour

func (r *reader) limits() Limits {
	return Limits{
		MaxJobs:          r.number("MAX_JOBS", 0, 1_000_000),
		SystemRetries:    r.number("SYSTEM_RETRIES", 0, 20),
		PendingTimeout:   r.duration("PENDING_TIMEOUT", time.Second, 100*day),
		Grace:            r.duration("GRACE_SECONDS", 0, time.Hour).Truncate(time.Second),
		LogMaxBytes:      r.bytes("LOG_MAX_BYTES"),
		OutputMaxBytes:   r.bytes("OUTPUT_MAX_BYTES"),
		OutputMaxFiles:   r.number("OUTPUT_MAX_FILES", 1, 1_000_000),
		ConfigureTimeout: r.duration("CONFIGURE_TIMEOUT", time.Second, 100*day),
		FilterTimeout:    r.duration("FILTER_TIMEOUT", time.Second, 100*day),
		PublishTimeout:   r.duration("PUBLISH_TIMEOUT", time.Second, 100*day),
		PublishRetryTime: r.duration("PUBLISH_RETRY_TIME", 0, 100*day),
		ResultsRetention: r.duration("RESULTS_RETENTION", 0, 100*day),
		NodeLost:         r.duration("NODE_LOST_SECONDS", time.Second, 100*day),
	}
}
