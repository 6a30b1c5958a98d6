// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// stage is the only one of the workflows here, and outputs is where its algorithm has left what is uploaded.
const stage = "bench"

var outputs = contract.Outputs(stage, 1)

// ours are the programs of this project, as their Jobs run them.
type ours struct {
	volume, scratch string
}

func (o ours) command(name string, env []string, args ...string) *exec.Cmd {
	command := exec.Command(name, append([]string{
		"--volume", o.volume, "--adminlogs", filepath.Join(o.scratch, "adminlogs"), "--termination-log", filepath.Join(o.scratch, "report"),
	}, args...)...)
	command.Env = append(os.Environ(), env...)
	return command
}

// configure fetches addresses as the files of one input.
func (o ours) configure(addresses []string, env ...string) (*exec.Cmd, error) {
	for _, folder := range []string{o.volume, filepath.Join(o.scratch, "adminlogs")} {
		if err := os.Mkdir(folder, 0o755); err != nil {
			return nil, err
		}
	}
	var files []map[string]any
	for _, a := range addresses {
		file := map[string]any{"url": a}
		if strings.HasPrefix(a, "s3:") {
			file["credentialsFrom"] = map[string]any{"name": "bench"}
		}
		files = append(files, file)
	}
	workflow, err := json.Marshal(map[string]any{"spec": map[string]any{"stages": []any{map[string]any{
		"name": stage, "inputs": []any{map[string]any{"id": "in", "files": files}}, "algorithm": map[string]any{"entrypoint": "true"},
	}}}})
	if err != nil {
		return nil, err
	}
	document, runner := filepath.Join(o.scratch, "workflow.json"), filepath.Join(o.scratch, "runner")
	for _, path := range []string{document, runner} {
		if err := os.WriteFile(path, workflow, 0o600); err != nil {
			return nil, err
		}
	}
	return o.command("configure", append(env, "ALLOWED_NETWORKS=127.0.0.0/8"), "--workflow", document, "--runner", runner), nil
}

// publish uploads what is on a volume.
func (o ours) publish(env ...string) (*exec.Cmd, error) {
	if err := os.Mkdir(filepath.Join(o.scratch, "adminlogs"), 0o755); err != nil {
		return nil, err
	}
	return o.command("publish", env, "--prefix", filepath.Base(o.scratch), "--stage", stage+"=1"), nil
}
