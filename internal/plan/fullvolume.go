// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// blameFullVolume says of an algorithm that failed by itself that it had filled the volume, once publish has found it full.
// No exit code tells that, and an algorithm's own word is not asked for.
func (d *draft) blameFullVolume() {
	told := d.Runs[publishStep].Reported
	c := meta.FindStatusCondition(d.status.Conditions, v1alpha1.ConditionAlgorithmCompleted)
	if told == nil || !told.VolumeFull || c.Reason != v1alpha1.ReasonAlgorithmFailed {
		return
	}
	message := clip("the data volume is full: raise volumeSize or write less; " + c.Message)
	for i := range d.status.Stages {
		if st := &d.status.Stages[i]; st.State == v1alpha1.StepFailed {
			st.Reason, st.Message = v1alpha1.ReasonDiskFull, message
		}
	}
	d.set(v1alpha1.ConditionAlgorithmCompleted, metav1.ConditionFalse, v1alpha1.ReasonDiskFull, message)
}
