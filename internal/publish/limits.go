// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import "fmt"

// Limits are the provider's bounds of what a workflow may publish, logs included.
type Limits struct {
	// MaxBytes bounds the sizes of all files together, as they would be uploaded: a hole in a file counts.
	MaxBytes int64
	// MaxFiles bounds the entries that are looked at: files, folders, and whatever else is only listed.
	MaxFiles int64
}

const (
	// nameBytes is how long a name may be on average. Names are all that is held in memory for each entry.
	nameBytes = 200
	// leastNames lets a few files have names as long as they like.
	leastNames = 1 << 20
)

// Memory is where the runtime should begin to look harder for what it can free: names are all that takes more than a few
// megabytes.
func (l Limits) Memory() int64 { return max(64<<20, l.MaxFiles*800) }

// TooMuchError tells that an algorithm has left more than the provider lets it publish. Nothing was uploaded then.
type TooMuchError struct{ what, setting string }

func (e *TooMuchError) Error() string {
	return fmt.Sprintf("outputs and logs %s: write less, or ask the provider to raise %s", e.what, e.setting)
}

// budget is what has been seen so far.
type budget struct {
	limits                Limits
	bytes, entries, names int64
}

// entry counts one name, before anything else is done with it.
func (b *budget) entry(name string) error {
	b.entries++
	b.names += int64(len(name))
	if b.entries > b.limits.MaxFiles {
		return &TooMuchError{fmt.Sprintf("have more than %d files and folders", b.limits.MaxFiles), "OUTPUT_MAX_FILES"}
	}
	if most := max(leastNames, b.limits.MaxFiles*nameBytes); b.names > most {
		return &TooMuchError{fmt.Sprintf("have names of more than %d bytes together", most), "OUTPUT_MAX_FILES"}
	}
	return nil
}

// file counts what will be uploaded. The comparison cannot overflow, whatever size a file claims to have.
func (b *budget) file(size int64) error {
	if size > b.limits.MaxBytes-b.bytes {
		return &TooMuchError{fmt.Sprintf("are larger than %d bytes", b.limits.MaxBytes), "OUTPUT_MAX_BYTES"}
	}
	b.bytes += size
	return nil
}
