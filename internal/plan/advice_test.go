// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// A failure's words say what happened; these are the reasons whose own words already say what to do about it.
var outspoken = map[string]bool{
	v1alpha1.ReasonSecretNotAllowed: true, v1alpha1.ReasonClaimNotAllowed: true, v1alpha1.ReasonNetworkRefused: true,
	v1alpha1.ReasonInvalid: true, v1alpha1.ReasonNameTaken: true,
	v1alpha1.ReasonAlgorithmFailed: true, v1alpha1.ReasonOOMKilled: true, v1alpha1.ReasonDiskFull: true,
}

func TestEveryFailureSaysWhatToDo(t *testing.T) {
	failures := map[string][]string{
		v1alpha1.ConditionAdmitted: {
			v1alpha1.ReasonSecretNotAllowed, v1alpha1.ReasonClaimNotAllowed, v1alpha1.ReasonNetworkRefused, v1alpha1.ReasonInvalid, v1alpha1.ReasonStartRefused, v1alpha1.ReasonRefused,
			v1alpha1.ReasonNameTaken,
		},
		v1alpha1.ConditionConfigured: {
			v1alpha1.ReasonInputFailed, v1alpha1.ReasonAlgorithmFetch, v1alpha1.ReasonConfigureFailed, v1alpha1.ReasonDeadlineExceeded,
			v1alpha1.ReasonVolumeFailed, v1alpha1.ReasonUnschedulable, v1alpha1.ReasonWaitingForPod, v1alpha1.ReasonSystemFailure,
		},
		v1alpha1.ConditionAlgorithmCompleted: {
			v1alpha1.ReasonAlgorithmFailed, v1alpha1.ReasonOOMKilled, v1alpha1.ReasonDeadlineExceeded, v1alpha1.ReasonDiskFull, v1alpha1.ReasonNodeLost,
			v1alpha1.ReasonImagePullFailed, v1alpha1.ReasonContainerFailed, v1alpha1.ReasonSystemFailure,
		},
		v1alpha1.ConditionFiltered:  {v1alpha1.ReasonFilterFailed, v1alpha1.ReasonDeadlineExceeded, v1alpha1.ReasonContainerFailed},
		v1alpha1.ConditionPublished: {v1alpha1.ReasonPublishFailed, v1alpha1.ReasonOutputsTooLarge, v1alpha1.ReasonDeadlineExceeded},
	}
	for condition, reasons := range failures {
		for _, reason := range reasons {
			d := &draft{World: midRun(countStep, Run{})}
			d.set(v1alpha1.ConditionAdmitted, metav1.ConditionTrue, v1alpha1.ReasonCompleted, "")
			for _, c := range decisive {
				if c != condition {
					d.set(c, metav1.ConditionTrue, v1alpha1.ReasonCompleted, "")
				}
			}
			d.set(condition, metav1.ConditionFalse, reason, "so it says.")
			_, _, message := d.outcome()
			if more, ok := strings.CutPrefix(message, "so it says; "); outspoken[reason] == (ok && more != "") {
				t.Errorf("%s, %s: the summary is %q", condition, reason, message)
			}
		}
	}
}

func TestNoLengthOfTheClustersWordsCutsTheAdviceOff(t *testing.T) {
	message := advised(v1alpha1.ConditionConfigured, v1alpha1.ReasonUnschedulable, strings.Repeat("ä", maxMessage))
	if !strings.HasSuffix(message, advice[v1alpha1.ReasonUnschedulable]) || len(message) > maxMessage {
		t.Errorf("%d bytes: %s", len(message), message)
	}
}

func TestWhereSomebodyWasDeniedTheUserIsNamed(t *testing.T) {
	for words, named := range map[string]bool{
		`exec: "/run.sh": permission denied`: true, "Permission Denied": true, "no such file or directory": false,
	} {
		for _, message := range []string{
			waitingFor(Run{Waiting: "CreateContainerError", Message: words}).message,
			algorithmFailure(Run{ContainerReason: "StartError", Message: words}).message,
		} {
			if strings.Contains(message, "uid 65532") != named {
				t.Errorf("%q", message)
			}
		}
	}
}
