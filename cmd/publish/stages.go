// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/oceanprotocol/operator-engine/internal/publish"
)

// stageName is what a folder on the volume can be called.
var stageName = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`)

// stages collects the values of --stage.
type stages []publish.Stage

// String is for the flag package.
func (s *stages) String() string { return fmt.Sprint(len(*s), " stages") }

// Set reads one name=attempt.
func (s *stages) Set(value string) error {
	name, number, ok := strings.Cut(value, "=")
	attempt, err := strconv.ParseInt(number, 10, 32)
	if !ok || err != nil || attempt < 0 || !stageName.MatchString(name) {
		return fmt.Errorf("must be a stage's name, = and the number of its attempt, or 0 if it did not run, such as train=1")
	}
	for _, other := range *s {
		if other.Name == name {
			return fmt.Errorf("stage %s is given twice", name)
		}
	}
	*s = append(*s, publish.Stage{Name: name, Attempt: int32(attempt)})
	return nil
}
