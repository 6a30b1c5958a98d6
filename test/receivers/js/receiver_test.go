// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package js runs the receiver in JavaScript against the operator's sender.
package js

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oceanprotocol/operator-engine/internal/notify/ethkey"
	"github.com/oceanprotocol/operator-engine/test/receivers/trial"
)

// modules names the variable with the folder that ethers lies in.
const modules = "RECEIVERS_NODE_MODULES"

// node starts one of the programs of this folder beside the packages that it needs.
func node(t *testing.T, program string) *exec.Cmd {
	t.Helper()
	packages := os.Getenv(modules)
	if packages == "" {
		t.Skipf("%s is not set: make test-receivers brings node and ethers and sets it", modules)
	}
	dir := t.TempDir()
	programs, err := filepath.Glob("*.mjs")
	must(t, err)
	for _, name := range programs {
		text, err := os.ReadFile(name)
		must(t, err)
		must(t, os.WriteFile(filepath.Join(dir, name), text, 0o600))
	}
	must(t, os.Symlink(packages, filepath.Join(dir, "node_modules")))
	command := exec.CommandContext(t.Context(), "node", program)
	command.Dir, command.Stderr = dir, os.Stderr
	command.Env = append(os.Environ(), "PORT=0", "OPERATOR_ADDRESS="+trial.Address)
	return command
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheReceiverStandsTheTrial(t *testing.T) {
	receiver := node(t, "receiver.mjs")
	out, err := receiver.StdoutPipe()
	must(t, err)
	must(t, receiver.Start())
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatalf("it said nothing: %v", lines.Err())
	}
	port, ok := strings.CutPrefix(lines.Text(), "Listening on port ")
	if !ok {
		t.Fatalf("it said %q", lines.Text())
	}
	trial.Stand(t, "http://127.0.0.1:"+port)
	must(t, receiver.Process.Kill())
	acted := 0
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "Workflow ") {
			acted++
		}
	}
	_ = receiver.Wait() // It was killed.
	if acted == 0 {
		t.Error("it acted on nothing")
	}
}

func TestEthersVerifiesJobsOverAllOfUnicode(t *testing.T) {
	const jobs = 10_000
	corpus := node(t, "corpus.mjs")
	key, err := ethkey.Parse(trial.Key)
	must(t, err)
	var input bytes.Buffer
	for _, job := range trial.Jobs(1, jobs) {
		body, err := job.Body(key)
		must(t, err)
		input.Write(append(body, '\n'))
	}
	corpus.Stdin = &input
	out, err := corpus.Output()
	must(t, err)
	if want := fmt.Sprintf("%d bodies are the operator's\n", jobs); string(out) != want {
		t.Errorf("got %s", out)
	}
}
