// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"encoding/json"
	"fmt"
)

// manifest is the list of everything that was published. It has no times in it: publishing again must give the same.
type manifest struct {
	Files   []Published `json:"files"`
	Skipped []Skipped   `json:"skipped"`
	Totals  totals      `json:"totals"`
}

type totals struct {
	Files   int64 `json:"files"`
	Bytes   int64 `json:"bytes"`
	Skipped int64 `json:"skipped"`
}

func newManifest(published []Published, found Found) manifest {
	m := manifest{Files: published, Skipped: found.Skipped, Totals: totals{Skipped: int64(len(found.Skipped))}}
	if m.Files == nil {
		m.Files = []Published{}
	}
	if m.Skipped == nil {
		m.Skipped = []Skipped{}
	}
	for _, file := range published {
		m.Totals.Files++
		m.Totals.Bytes += file.Size
	}
	return m
}

func (m manifest) encode() ([]byte, error) {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the manifest: %w", err)
	}
	return append(b, '\n'), nil
}
