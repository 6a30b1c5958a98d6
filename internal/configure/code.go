// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// codeSum is one file of a stage's code, by its path on the volume.
type codeSum struct{ path, sha256 string }

// sums are what is known of an item's file, if it is code.
func (it item) sums(sha256 string, below ...string) []codeSum {
	if it.stage == nil {
		return nil
	}
	return []codeSum{{path.Join(append([]string{it.path}, below...)...), sha256}}
}

// codeSums are the algorithms' sha256, one for each stage, empty where the image carries the code. There are none if any of it
// could not be fetched.
func codeSums(stages []v1alpha1.Stage, list []item, outcomes []outcome) []string {
	files := make([][]codeSum, len(stages))
	for i, it := range list {
		switch {
		case it.stage == nil:
		case outcomes[i].err != nil:
			return nil
		default:
			files[*it.stage] = append(files[*it.stage], outcomes[i].sums...)
		}
	}
	all := make([]string, len(stages))
	for i, stage := range stages {
		all[i] = sumOf(contract.Transformations(stage.Name), files[i])
	}
	return all
}

// sumOf is the one file's sha256, or for several that of what sha256sum prints of them in their folder, in the order of their
// names' bytes: anybody can make it anew, and neither a file nor its name can change without it.
func sumOf(folder string, files []codeSum) string {
	code := path.Join(folder, contract.CodeFile)
	switch {
	case len(files) == 0:
		return ""
	case len(files) == 1 && files[0].path == code:
		return files[0].sha256
	}
	slices.SortFunc(files, func(a, b codeSum) int { return strings.Compare(a.path, b.path) })
	sum := sha256.New()
	for _, f := range files {
		fmt.Fprintf(sum, "%s  %s\n", f.sha256, strings.TrimPrefix(f.path, folder+"/"))
	}
	return hex.EncodeToString(sum.Sum(nil))
}
