// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package report is what the job programs configure and publish tell the operator: one JSON document in the pod's
// termination message, and nothing else. An algorithm's termination message is never read.
package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plain"
)

// MaxBytes is how much of a termination message the kubelet keeps.
const MaxBytes = 4096

// maxMessage leaves room in MaxBytes for the other fields, also when every byte is escaped.
const maxMessage = 512

// Report is how a job program fared.
type Report struct {
	// Code is Ocean's number of the failure, 0 when all went well.
	Code v1alpha1.Code `json:"code,omitempty"`
	// Message says what failed, for the consumer: it names no credential and no query string.
	Message string `json:"message,omitempty"`
	// Files and Bytes are what was fetched or published.
	Files int64 `json:"files,omitempty"`
	Bytes int64 `json:"bytes,omitempty"`
	// Manifest is what publish uploaded last.
	Manifest *v1alpha1.Manifest `json:"manifest,omitempty"`
	// VolumeFull tells that publish found no room on the data volume.
	VolumeFull bool `json:"volumeFull,omitempty"`
	// Algorithms are the sha256 of each stage's code that configure fetched, in the order of the stages: 64 hex digits in
	// lower case, or empty where the image carries the code.
	Algorithms []string `json:"algorithms,omitempty"`
	// Outputs are the first published files, as many as fit.
	Outputs []v1alpha1.Output `json:"outputs,omitempty"`
}

// Encode makes the report fit into a termination message: the message is cut, then outputs are left off from the end, then
// the algorithms.
func Encode(r Report) ([]byte, error) {
	r.Message = clean(r.Message)
	for {
		b, err := json.Marshal(r)
		if err != nil {
			return nil, fmt.Errorf("encode report: %w", err)
		}
		if len(b) <= MaxBytes {
			return b, nil
		}
		switch {
		case len(r.Outputs) > 0:
			r.Outputs = r.Outputs[:len(r.Outputs)-1]
		case len(r.Algorithms) > 0:
			r.Algorithms = nil
		default:
			return nil, errors.New("encode report: it does not fit into a termination message without its outputs")
		}
	}
}

// Write puts the report where the kubelet reads it.
func Write(path string, r Report) error {
	b, err := Encode(r)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// Decode reads a termination message. Only a complete report counts; anything else is an error.
func Decode(message string) (Report, error) {
	if len(message) > MaxBytes {
		return Report{}, fmt.Errorf("decode report: %d bytes are more than %d", len(message), MaxBytes)
	}
	var r Report
	d := json.NewDecoder(strings.NewReader(message))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return Report{}, fmt.Errorf("decode report: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Report{}, errors.New("decode report: something follows it")
	}
	if err := fits(r); err != nil {
		return Report{}, fmt.Errorf("decode report: %w", err)
	}
	r.Message = clean(r.Message)
	return r, nil
}

// The bounds that a Workflow's status sets to what it takes over. A report beyond them would keep the status from being
// written, and the workflow from going on.
const (
	maxName    = 1024
	maxType    = 32
	maxSHA256  = 64
	maxOutputs = 32
	maxStages  = 16
)

// sum is a sha256 as a report has it; an image's own code has none.
var sum = regexp.MustCompile(`^([0-9a-f]{64})?$`)

func fits(r Report) error {
	if len(r.Outputs) > maxOutputs {
		return fmt.Errorf("%d outputs are more than %d", len(r.Outputs), maxOutputs)
	}
	for i, o := range r.Outputs {
		if len(o.Name) > maxName || len(o.Type) > maxType || len(o.SHA256) > maxSHA256 {
			return fmt.Errorf("output %d has a name, a type or a sha256 that is too long", i+1)
		}
	}
	if len(r.Algorithms) > maxStages || slices.ContainsFunc(r.Algorithms, func(s string) bool { return !sum.MatchString(s) }) {
		return errors.New("the algorithms are too many, or one has no sha256 of 64 hex digits")
	}
	if m := r.Manifest; m != nil && len(m.SHA256) > maxSHA256 {
		return errors.New("the manifest's sha256 is too long")
	}
	return nil
}

// clean keeps a message printable and short.
func clean(s string) string { return plain.Clip(plain.Line(s), maxMessage) }
