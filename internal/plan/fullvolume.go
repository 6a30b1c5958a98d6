// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// filledVolume tells of a failure that publish knows the cause of: it found the data volume full. No exit code tells that,
// and an algorithm's own word is not asked for. How the algorithm ended is settled by then and stays as it was told.
func (d *draft) filledVolume(condition, reason string) bool {
	told := d.Runs[publishStep].Reported
	return condition == v1alpha1.ConditionAlgorithmCompleted && reason == v1alpha1.ReasonAlgorithmFailed && told != nil && told.VolumeFull
}
