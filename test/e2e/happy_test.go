// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// everything shows an algorithm's surroundings and leaves outputs at several depths.
const everything = `
mkdir -p "$OUTPUTS/deep/er"
wc -l < "$INPUTS/rows/0" > "$OUTPUTS/rows.txt"
cp "$INPUTS/algoCustomData.json" "$OUTPUTS/deep/er/custom.json"
echo "$DIDS $TRANSFORMATION_DID $VOLUME $LOGS ${#secret}" > "$OUTPUTS/deep/env.txt"
echo out; echo err >&2
`

func TestResultsOfAnyDepthArePublished(t *testing.T) {
	t.Parallel()
	for _, namespace := range []string{toIPFS, toS3} {
		t.Run(namespace, func(t *testing.T) {
			t.Parallel()
			stage := shell("count", everything, v1alpha1.Input{
				ID: "did:op:rows", Files: []v1alpha1.File{{URL: "http://files.ocean-storage.svc.cluster.local/oui.csv"}},
			})
			stage.Algorithm.CustomData = &apiextensionsv1.JSON{Raw: []byte(`{"a":[1,2.5,null]}`)}
			wf := end(t, submit(t, namespace, "happy", stage), v1alpha1.PhaseSucceeded, v1alpha1.CodeJobFinished, v1alpha1.ReasonCompleted)

			files := published(t, wf)
			rows := strings.TrimSpace(files["outputs/rows.txt"])
			delete(files, "outputs/rows.txt")
			want := map[string]string{
				"outputs/deep/er/custom.json": `{"a":[1,2.5,null]}`,
				"outputs/deep/env.txt":        "[\"rows\"] count /data /data/logs 32\n",
				"logs/algorithm.log":          "out\nerr\n",
			}
			if diff := cmp.Diff(want, files); diff != "" {
				t.Errorf("published (-want +got):\n%s", diff)
			}
			if len(rows) < 5 {
				t.Errorf("the algorithm counted %s rows", rows)
			}
			checkManifest(t, wf)
			checkCode(t, wf)
			nothingLeft(t, wf)
		})
	}
}

// checkCode compares what the status says that ran with what was to run.
func checkCode(t *testing.T, wf *v1alpha1.Workflow) {
	t.Helper()
	sum := sha256.Sum256([]byte(everything))
	if st := wf.Status.Stages[0]; st.AlgorithmSHA256 != hex.EncodeToString(sum[:]) || st.ImageID == "" {
		t.Errorf("the status says that it was the algorithm %q in the image %q", st.AlgorithmSHA256, st.ImageID)
	}
}

// checkManifest fetches the manifest and compares it with the status.
func checkManifest(t *testing.T, wf *v1alpha1.Workflow) {
	t.Helper()
	m := wf.Status.Manifest
	content := fetch(t, m.URL)
	if sum := sha256.Sum256([]byte(content)); m.SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("the manifest's checksum is %x, the status says %s", sum, m.SHA256)
	}
	var manifest struct {
		Files []struct{ Path, URL, SHA256 string }
	}
	if err := json.Unmarshal([]byte(content), &manifest); err != nil {
		t.Fatal(err)
	}
	if int64(len(manifest.Files)) != m.Files || len(manifest.Files) != len(wf.Status.Outputs) {
		t.Errorf("the manifest lists %d files, the status says %d and shows %d", len(manifest.Files), m.Files, len(wf.Status.Outputs))
	}
}

func TestAStageReadsTheOutputsOfAnEarlierOne(t *testing.T) {
	t.Parallel()
	wf := submit(t, toIPFS, "stages",
		shell("clean", `echo clean > "$OUTPUTS/data.txt"`),
		shell("train", `cp "$INPUTS/previous/data.txt" "$OUTPUTS/copy.txt"; ls "$INPUTS" > "$OUTPUTS/ls.txt"`,
			v1alpha1.Input{ID: "previous", Stage: "clean"}),
	)
	ended := end(t, wf, v1alpha1.PhaseSucceeded, v1alpha1.CodeJobFinished, v1alpha1.ReasonCompleted)
	want := map[string]string{
		"outputs/clean/data.txt":   "clean\n",
		"outputs/train/copy.txt":   "clean\n",
		"outputs/train/ls.txt":     "previous\n",
		"logs/clean/algorithm.log": "",
		"logs/train/algorithm.log": "",
	}
	if diff := cmp.Diff(want, published(t, ended)); diff != "" {
		t.Errorf("published (-want +got):\n%s", diff)
	}
}
