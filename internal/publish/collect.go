// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"path"
	"strings"

	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// Stage is one whose files are published.
type Stage struct {
	Name string
	// Attempt is the one whose files count, or 0 if the stage did not run.
	Attempt int32
}

// Skipped is something that is not published.
type Skipped struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// Found is what lies on the volume.
type Found struct {
	Files   []File
	Skipped []Skipped
}

// Collect finds the results and the logs of stages: always in the same order, outputs of all stages before logs.
func Collect(v *Volume, stages []Stage, logsOnly bool, limits Limits) (Found, error) {
	c := &collector{volume: v, budget: budget{limits: limits}}
	zones := []zone{
		{"outputs", contract.Outputs, func(string) string { return TypeOutput }},
		{"logs", contract.Logs, logType},
	}
	if logsOnly {
		zones = zones[1:]
	}
	for _, zone := range zones {
		for _, stage := range stages {
			if stage.Attempt == 0 {
				continue
			}
			published := zone.name
			if len(stages) > 1 {
				published = path.Join(zone.name, stage.Name)
			}
			if err := c.walk(zone.folder(stage.Name, stage.Attempt), published, zone.typeOf); err != nil {
				return Found{}, err
			}
		}
	}
	return c.found, nil
}

// zone is a part of the volume that is published.
type zone struct {
	name   string
	folder func(stage string, attempt int32) string
	typeOf func(name string) string
}

func logType(name string) string {
	if name == contract.LogFile {
		return TypeAlgorithmLog
	}
	return TypeOutput
}

// collector gathers files and what is left out.
type collector struct {
	volume *Volume
	budget budget
	found  Found
}

func (c *collector) skip(name, reason string) {
	c.found.Skipped = append(c.found.Skipped, Skipped{strings.ToValidUTF8(name, "\uFFFD"), reason})
}
