// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"strconv"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

const (
	gigabyte = 1 << 30
	// One part may be sent twice for each time that a program is killed: of a download what 8 connections have in their sockets
	// and between two lines of the journal, of an upload what is on its way to S3.
	downloadPart = 32 << 20
	uploadPart   = 16 << 20
	// outage is how long a store is away.
	outage = 2 * time.Minute
)

// muchData is how many bytes to move, in a test that is not part of make test, since it would take minutes of it.
func muchData(t *testing.T) int64 {
	t.Helper()
	needsLocalCluster(t)
	gigabytes, err := strconv.Atoi(os.Getenv("E2E_DATA"))
	if err != nil {
		t.Skip("it takes minutes: run make test-data")
	}
	return int64(gigabytes) * gigabyte
}

// handOn is a stage whose algorithm makes its input its output.
func handOn(address string) v1alpha1.Stage {
	return shell("hand-on", `cp "$INPUTS/data/0" "$OUTPUTS/data.bin"`, v1alpha1.Input{ID: "data", Files: []v1alpha1.File{{URL: address}}})
}

// onIPFS is what a workflow has made, of which every part is different.
func onIPFS(t *testing.T, size int64) v1alpha1.Output {
	t.Helper()
	stage := shell("make", fmt.Sprintf(`
import os, random
source = random.Random(7)
with open(os.environ["OUTPUTS"] + "/data.bin", "wb") as out:
    for _ in range(%d):
        out.write(source.randbytes(1 << 20))
`, size>>20))
	stage.Algorithm.Container = v1alpha1.Container{Image: "python", Tag: "3.11", Entrypoint: "python3 $ALGO"}
	made := end(t, roomy(t, toIPFS, "much", stage), v1alpha1.PhaseSucceeded, v1alpha1.CodeJobFinished, v1alpha1.ReasonCompleted)
	data := dataOf(t, made)
	if data.Size != size {
		t.Fatalf("%d bytes were to be made, and these are: %+v", size, data)
	}
	return data
}

// roomy submits a workflow with room for much data that comes and goes.
func roomy(t *testing.T, namespace, name string, stage v1alpha1.Stage) *v1alpha1.Workflow {
	t.Helper()
	return submitSpec(t, namespace, name, v1alpha1.WorkflowSpec{VolumeSize: new(gen.Quantity("12Gi")), Stages: []v1alpha1.Stage{stage}})
}

// dataOf is the output that is handed on.
func dataOf(t *testing.T, wf *v1alpha1.Workflow) v1alpha1.Output {
	t.Helper()
	for _, o := range wf.Status.Outputs {
		if o.Name == "outputs/data.bin" {
			return o
		}
	}
	t.Fatalf("there is no data among %+v", wf.Status.Outputs)
	return v1alpha1.Output{}
}

// comesThrough waits until a workflow has handed the data on, and reads back from the store what it has published.
func comesThrough(t *testing.T, wf *v1alpha1.Workflow, data v1alpha1.Output) {
	t.Helper()
	ended := end(t, wf, v1alpha1.PhaseSucceeded, v1alpha1.CodeJobFinished, v1alpha1.ReasonCompleted)
	published := dataOf(t, ended)
	if sum := sumInStore(t, published.URL); published.SHA256 != data.SHA256 || sum != data.SHA256 {
		t.Errorf("%s became %s in the status and %s in the store", data.SHA256, published.SHA256, sum)
	}
	nothingLeft(t, ended)
}

// sumInStore reads all of an object.
func sumInStore(t *testing.T, link string) string {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	object := openObject(t, u)
	defer object.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, object); err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// What a killed program has moved it need not move again.
func TestMuchDataComesThroughAlthoughItsProgramsAreKilled(t *testing.T) {
	size := muchData(t)
	data := onIPFS(t, size)
	source, target := serverOf(t, "kubo", "ipfs"), serverOf(t, "s3", "versitygw")
	wf := roomy(t, toS3, "killed", handOn(data.URL))
	for _, step := range []struct {
		kind    v1alpha1.StepKind
		program string
		moved   func() int64
		part    int64
	}{
		{v1alpha1.StepConfigure, "configure", source.sent, downloadPart}, {v1alpha1.StepPublish, "publish", target.received, uploadPart},
	} {
		before := step.moved()
		for range 3 {
			inTheMiddle(t, wf, step.kind, step.program, size/5).kill(t)
		}
		until(t, wf, "done with "+step.program, func(wf *v1alpha1.Workflow) bool { return stepSucceeded(wf, step.kind) })
		twice := step.moved() - before - size
		t.Logf("%s: %d MiB were sent twice", step.program, twice>>20)
		if twice < 0 {
			t.Errorf("%s: less was sent than there is: the server cannot have been the same all the time", step.program)
		}
		if most := 3*step.part + size/50; twice > most { // What the protocols add is part of it.
			t.Errorf("%s: %d bytes were sent twice, and %d are allowed", step.program, twice, most)
		}
	}
	comesThrough(t, wf, data)
}

func TestStoresThatAreAwayForTwoMinutesCostNothingButTime(t *testing.T) {
	size := muchData(t)
	data := onIPFS(t, size)
	publishing, configuring := roomy(t, toS3, "target-away", handOn(data.URL)), roomy(t, toS3, "source-away", handOn(data.URL))
	inTheMiddle(t, configuring, v1alpha1.StepConfigure, "configure", size/5)
	back := takeAway(t, "kubo", "ipfs")
	time.AfterFunc(outage, back)
	inTheMiddle(t, publishing, v1alpha1.StepPublish, "publish", size/5)
	time.AfterFunc(outage, takeAway(t, "s3", "versitygw"))
	comesThrough(t, publishing, data)
	comesThrough(t, configuring, data)
}

func stepSucceeded(wf *v1alpha1.Workflow, kind v1alpha1.StepKind) bool {
	if kind == v1alpha1.StepPublish {
		return wf.Status.CompletionTime != nil
	}
	return wf.Status.Phase != v1alpha1.PhasePending && wf.Status.Phase != v1alpha1.PhaseConfiguring
}

// takeAway breaks all connections to a store and lets it have no more, until it is called back. It is in any case when the
// test has ended.
func takeAway(t *testing.T, service, program string) (back func()) {
	t.Helper()
	aim := func(app string) {
		s := &corev1.Service{ObjectMeta: metav1.ObjectMeta{Namespace: storage, Name: service}}
		selector := client.RawPatch(types.MergePatchType, []byte(`{"spec":{"selector":{"app":"`+app+`"}}}`))
		if err := cluster.Patch(context.Background(), s, selector); err != nil {
			t.Errorf("aim service %s at %s: %v", service, app, err)
		}
	}
	back = func() { aim(service) }
	t.Cleanup(back)
	aim("nobody")
	serverOf(t, service, program).kill(t)
	return back
}

// Ten thousand files, ten to a folder and ten folders to one more, are each at their own address.
func TestTenThousandOutputsArePublished(t *testing.T) {
	t.Parallel()
	const files = 10_000
	for _, namespace := range []string{toIPFS, toS3} {
		t.Run(namespace, func(t *testing.T) {
			t.Parallel()
			stage := shell("many", fmt.Sprintf(`
n=0
while [ $n -lt %d ]; do
	folder="$OUTPUTS/$((n / 100))/$((n / 10 %% 10))"
	[ $((n %% 10)) -gt 0 ] || mkdir -p "$folder"
	echo "content of $n" > "$folder/$n.txt"
	n=$((n + 1))
done`, files))
			ended := end(t, submit(t, namespace, "many", stage), v1alpha1.PhaseSucceeded, v1alpha1.CodeJobFinished, v1alpha1.ReasonCompleted)
			if ended.Status.Manifest.Files != files+1 { // with the log
				t.Errorf("the manifest has %d files", ended.Status.Manifest.Files)
			}
			listed := manifestOf(t, ended)
			for n := range files {
				name := fmt.Sprintf("outputs/%d/%d/%d.txt", n/100, n/10%10, n)
				content := fmt.Sprintf("content of %d\n", n)
				file, there := listed[name]
				if sum := sha256.Sum256([]byte(content)); !there || file.SHA256 != hex.EncodeToString(sum[:]) {
					t.Fatalf("%s is %+v in the manifest", name, file)
				}
				if n%500 == 0 {
					if got := fetch(t, file.URL); got != content {
						t.Errorf("%s is %q", path.Base(name), got)
					}
				}
			}
			nothingLeft(t, ended)
		})
	}
}

type listedFile struct{ Path, URL, SHA256 string }

// manifestOf is what the manifest lists, by path.
func manifestOf(t *testing.T, wf *v1alpha1.Workflow) map[string]listedFile {
	t.Helper()
	var manifest struct{ Files []listedFile }
	if err := json.Unmarshal([]byte(fetch(t, wf.Status.Manifest.URL)), &manifest); err != nil {
		t.Fatal(err)
	}
	listed := map[string]listedFile{}
	for _, f := range manifest.Files {
		listed[f.Path] = f
	}
	return listed
}
