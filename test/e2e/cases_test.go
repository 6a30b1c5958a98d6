// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

// badEnd is an algorithm that ends badly, and what is told of it.
type badEnd struct {
	stage  v1alpha1.Stage
	code   v1alpha1.Code
	reason string
	says   string
}

func badEnds() map[string]badEnd {
	python := func(code string) v1alpha1.Stage { return python("end", code) }
	limited := func(s v1alpha1.Stage, name corev1.ResourceName, quantity string) v1alpha1.Stage {
		s.Compute.Resources.Limits = v1alpha1.ResourceList{name: gen.Quantity(quantity)}
		return s
	}
	entrypoint := func(e string) v1alpha1.Stage {
		s := shell("end", "true")
		s.Algorithm.Container.Entrypoint = e
		return s
	}
	return map[string]badEnd{
		"by using too much memory": {
			limited(python("x = bytearray(300 << 20)"), corev1.ResourceMemory, "64Mi"),
			v1alpha1.CodeAlgorithmFailed, v1alpha1.ReasonOOMKilled, "limits.memory",
		},
		"with a child that used too much memory": {
			limited(shell("end", `head -c 200m /dev/zero | tail -c 200m > /dev/null || true; exit 9`), corev1.ResourceMemory, "32Mi"),
			v1alpha1.CodeAlgorithmFailed, v1alpha1.ReasonOOMKilled, "limits.memory",
		},
		"by filling its ephemeral storage": { // It has no place on the node's disk but its log.
			limited(shell("end", `head -c 48m /dev/zero; exec sleep 1000`), corev1.ResourceEphemeralStorage, "16Mi"),
			v1alpha1.CodeDiskQuotaExceeded, v1alpha1.ReasonDiskFull, "disk",
		},
		"by filling /tmp, which is memory": {
			limited(shell("end", `head -c 100m /dev/zero > /tmp/fill`), corev1.ResourceMemory, "48Mi"),
			v1alpha1.CodeAlgorithmFailed, v1alpha1.ReasonOOMKilled, "/tmp",
		},
		"by a signal": {
			shell("end", `kill -9 $$`),
			v1alpha1.CodeAlgorithmFailed, v1alpha1.ReasonAlgorithmFailed, "signal 9",
		},
		"because it may not be executed": {
			entrypoint("/etc/passwd"),
			v1alpha1.CodeAlgorithmFailed, v1alpha1.ReasonAlgorithmFailed, "65532",
		},
		"because there is no such command": {
			entrypoint("nothing-of-that-name"),
			v1alpha1.CodeAlgorithmFailed, v1alpha1.ReasonAlgorithmFailed, "not found",
		},
		"because its image has an impossible name": {
			func() v1alpha1.Stage { s := shell("end", "true"); s.Algorithm.Container.Image = "a..b"; return s }(),
			v1alpha1.CodeImagePullFailed, v1alpha1.ReasonImagePullFailed, "image",
		},
	}
}

// How an algorithm ended is for the kubelet, the container runtime and the kernel to say; this asks them.
func TestHowAnAlgorithmEnded(t *testing.T) {
	t.Parallel()
	for name, tc := range badEnds() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ended := end(t, submit(t, toIPFS, "end", tc.stage), v1alpha1.PhaseFailed, tc.code, tc.reason)
			if message := summary(ended); !strings.Contains(message, tc.says) {
				t.Errorf("the message is %q, without %q", message, tc.says)
			}
			if !meta.IsStatusConditionTrue(ended.Status.Conditions, v1alpha1.ConditionPublished) {
				t.Error("nothing was published")
			}
			nothingLeft(t, ended)
		})
	}
}

func TestTheProvidersFilterDecidesWhatLeaves(t *testing.T) {
	t.Parallel()
	t.Run("it may take out", func(t *testing.T) {
		t.Parallel()
		wf := submit(t, strict, "filter", shell("count", `echo open > "$OUTPUTS/a.txt"; echo hidden > "$OUTPUTS/b.secret"`))
		files := published(t, end(t, wf, v1alpha1.PhaseSucceeded, v1alpha1.CodeJobFinished, v1alpha1.ReasonCompleted))
		if files["outputs/a.txt"] != "open\n" || len(files) != 2 {
			t.Errorf("published: %q", files)
		}
	})
	t.Run("it may reject all", func(t *testing.T) {
		t.Parallel()
		wf := submit(t, strict, "filter", shell("count", `echo reject > "$OUTPUTS/a.txt"; echo log`))
		files := published(t, end(t, wf, v1alpha1.PhaseFailed, v1alpha1.CodeFilteringResults, v1alpha1.ReasonFilterFailed))
		if files["logs/algorithm.log"] != "log\n" || len(files) != 1 {
			t.Errorf("published: %q", files)
		}
	})
}

func summary(wf *v1alpha1.Workflow) string {
	return meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionSucceeded).Message
}
