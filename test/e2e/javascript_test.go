// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/nodejs"
)

// javascript is a stage that runs a script in Node.
func javascript(name, script string) v1alpha1.Stage {
	s := shell(name, script)
	s.Algorithm.Container = v1alpha1.Container{Image: "node", Tag: "18", Entrypoint: "node $ALGO"}
	return s
}

func TestNodeWorksWithoutANetworkAndIsToldAtOnceThatThereIsNone(t *testing.T) {
	t.Parallel()
	wf := submit(t, toIPFS, "node", javascript("work", nodejs.Ordinary))
	files := published(t, end(t, wf, v1alpha1.PhaseSucceeded, v1alpha1.CodeJobFinished, v1alpha1.ReasonCompleted))
	var found map[string]string
	if err := json.Unmarshal([]byte(files["outputs/"+nodejs.File]), &found); err != nil {
		t.Fatalf("%v; the log: %s", err, files["logs/algorithm.log"])
	}
	if diff := cmp.Diff(nodejs.Findings, found); diff != "" {
		t.Errorf("what came of what the program did (-want +got):\n%s\nthe log: %s", diff, files["logs/algorithm.log"])
	}
}
