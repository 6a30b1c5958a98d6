// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"errors"
	"fmt"
	"regexp"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

var folderPattern = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._-]*$`)

// check looks once more at the names that become paths on the volume. The schema bounds them already, but a cluster's
// CRD may be older than the operator, and a name such as ../adminlogs would open what must stay shut.
func check(wf *v1alpha1.Workflow) error {
	if len(validation.IsDNS1123Label(wf.Name)) > 0 {
		return errors.New("the workflow's name is no plain name of lower-case letters, digits and dashes")
	}
	if len(wf.Spec.Stages) == 0 {
		return errors.New("the workflow has no stages")
	}
	for i := range wf.Spec.Stages {
		if err := checkStage(&wf.Spec.Stages[i]); err != nil {
			return fmt.Errorf("stage %d: %w", i+1, err)
		}
	}
	return nil
}

func checkStage(stage *v1alpha1.Stage) error {
	if len(validation.IsDNS1123Label(stage.Name)) > 0 {
		return errors.New("its name is no plain name of lower-case letters, digits and dashes")
	}
	for i := range stage.Inputs {
		folder := contract.Folder(stage.Inputs[i].ID)
		if !folderPattern.MatchString(folder) || folder == contract.CustomDataFile {
			return fmt.Errorf("input %d: its id cannot be the name of a folder", i+1)
		}
	}
	return nil
}
