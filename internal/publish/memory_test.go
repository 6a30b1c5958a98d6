// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/contract/joblog"
	"github.com/oceanprotocol/operator-engine/internal/program"
)

// mostMemory is what publish may take, whatever an algorithm has left.
const mostMemory = 128 << 20

// As many files as are allowed, with names as long as are allowed, are published by a process of its own, whose memory is
// looked at.
func TestAnyNumberOfFilesFitsIntoTheMemory(t *testing.T) {
	node := os.Getenv("TEST_IPFS_URL")
	if node == "" {
		t.Skip("needs a node, and minutes: run make test-storage")
	}
	if underRaceDetector {
		t.Skip("the race detector takes several times the memory")
	}
	root := t.TempDir()
	folder := strings.Repeat("f", 100)
	put(t, root, "logs/s/1/algorithm.log", "log")
	put(t, root, "outputs/s/1/"+folder+"/first", "")
	for n := range ample.MaxFiles - 5 {
		name := filepath.Join(root, "outputs/s/1", folder, strings.Repeat("n", 80)+strconv.FormatInt(n, 10))
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("on IPFS", func(t *testing.T) {
		checkMemory(t, root, "IPFS_OUTPUT="+node)
	})
	t.Run("on S3", func(t *testing.T) {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if _, err := io.Copy(io.Discard, r.Body); err == nil && r.Method == http.MethodGet {
				_, _ = io.WriteString(w, `<ListBucketResult></ListBucketResult>`) // there is nothing yet
			}
		}))
		t.Cleanup(server.Close)
		checkMemory(t, root, "AWS_ENDPOINT_URL="+server.URL, "AWS_REGION=r", "AWS_BUCKET_OUTPUT=results",
			"AWS_ACCESS_KEY_ID=key", "AWS_SECRET_ACCESS_KEY=secret")
	})
}

const memoryVariable = "TEST_MEMORY_OF_VOLUME"

func checkMemory(t *testing.T, root string, env ...string) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestMemoryChild$", "-test.v")
	child.Env = append(os.Environ(), append(env, memoryVariable+"="+root)...)
	out, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	found := regexp.MustCompile(`memory (\d+) of (\d+) files`).FindSubmatch(out)
	if found == nil {
		t.Fatalf("it does not say how much it took:\n%s", out)
	}
	if taken, err := strconv.Atoi(string(found[1])); err != nil || taken > mostMemory || string(found[2]) != fmt.Sprint(ample.MaxFiles-3) {
		t.Errorf("it took %s bytes for %s files", found[1], found[2])
	}
	t.Logf("%s", found[0])
}

// TestMemoryChild is the process that is looked at.
func TestMemoryChild(t *testing.T) {
	root := os.Getenv(memoryVariable)
	if root == "" {
		t.Skip("it is for TestAnyNumberOfFilesFitsIntoTheMemory")
	}
	program.Memory(ample.Memory())
	storage, err := config.LoadStorage(os.LookupEnv)
	if err != nil {
		t.Fatal(err)
	}
	targets, err := NewTargets(t.Context(), storage, "word-count-1234")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Run(t.Context(), Options{
		Volume: root, AdminLogs: root, Stages: []Stage{{"s", 1}}, Limits: ample, Targets: targets, Log: joblog.New(io.Discard),
	})
	if err != nil {
		t.Fatal(err)
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	peak := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	kib, err := strconv.Atoi(string(peak[1]))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("memory %d of %d files\n", kib<<10, r.Files)
}
