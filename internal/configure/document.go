// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// Document is the Workflow, and what Go's types lose of it.
type Document struct {
	Workflow v1alpha1.Workflow
	// customData of each stage's algorithm, byte for byte, also when it is null; nil if there is none.
	customData []json.RawMessage
}

// maxFolders bounds what a hostile document can make this program do before anything is fetched.
const maxFolders = 10_000

// name is what may become a folder: one part of a path, and no hidden one, as temporary files are hidden.
var name = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._-]*$`)

// ReadDocument reads the Workflow from its file.
func ReadDocument(path string) (Document, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return Document{}, fmt.Errorf("read the workflow: %w", err)
	}
	return ParseDocument(b)
}

// ParseDocument checks again what the API server has checked, where files would otherwise end up in wrong places.
func ParseDocument(b []byte) (Document, error) {
	var d Document
	if err := json.Unmarshal(b, &d.Workflow); err != nil {
		return Document{}, fmt.Errorf("parse the workflow: %w", err)
	}
	var raw struct {
		Spec struct {
			Stages []struct {
				Algorithm struct {
					CustomData json.RawMessage `json:"customData"`
				} `json:"algorithm"`
			} `json:"stages"`
		} `json:"spec"`
	}
	if err := json.Unmarshal(b, &raw); err != nil {
		return Document{}, fmt.Errorf("parse the workflow's custom data: %w", err)
	}
	for _, stage := range raw.Spec.Stages {
		d.customData = append(d.customData, stage.Algorithm.CustomData)
	}
	if len(d.Workflow.Spec.Stages) == 0 {
		return Document{}, fmt.Errorf("parse the workflow: it has no stages")
	}
	return d, checkNames(d.Workflow.Spec.Stages)
}

func checkNames(stages []v1alpha1.Stage) error {
	seen := map[string]bool{}
	for _, stage := range stages {
		if !name.MatchString(stage.Name) || seen[stage.Name] {
			return fmt.Errorf("check the workflow: stage %q cannot be the name of a folder, or is there twice", stage.Name)
		}
		seen[stage.Name] = true
		folders := map[string]bool{contract.CustomDataFile: true}
		for _, input := range stage.Inputs {
			folder := contract.Folder(input.ID)
			if !name.MatchString(folder) || folders[folder] {
				return fmt.Errorf("check the workflow: input %q of stage %q cannot be the name of a folder, or is there twice",
					input.ID, stage.Name)
			}
			folders[folder] = true
		}
	}
	return nil
}
