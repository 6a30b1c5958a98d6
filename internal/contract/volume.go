// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"path"
	"strconv"
	"strings"
)

// Paths that are functions are relative to the volume's root. Each stage has a folder of its own in every zone, so that
// the algorithm's pod can mount just what is its own, with sub-paths, and find it where docs/contracts.md says:
// /data/inputs and so on.

// Root is where the data volume is mounted in the pods of configure, filter and publish, and below which the
// algorithm's pod mounts its parts of it.
const Root = "/data"

// Where the algorithm and the filter find things, in their own pods.
const (
	MountInputs          = Root + "/inputs"
	MountTransformations = Root + "/transformations"
	MountDDOs            = Root + "/ddos"
	MountOutputs         = Root + "/outputs"
	MountLogs            = Root + "/logs"
	// MountAlgorithm is the code: the value of $ALGO.
	MountAlgorithm = MountTransformations + "/algorithm"
	// MountRunner is the program that starts the consumer's command.
	MountRunner = "/runner"
	// RunnerExec is runner's first argument where it becomes the command that follows, without a network.
	RunnerExec = "--exec"
	// SocketsIP is what runner is told with --sockets where a command may have a network.
	SocketsIP = "ip"
	// MountAdminLogs is the admin logs' own volume, in the pods of configure, filter and publish only.
	MountAdminLogs = Root + "/adminlogs"
	// MountDocument is where configure finds the Workflow, as JSON.
	MountDocument = "/workflow/" + DocumentKey
)

// MountClaims is the folder of the claims that a Workflow names, in configure's pod, each by its name.
const MountClaims = "/claims"

// DocumentKey is the key of the ConfigMap, and the file, that holds the Workflow as JSON.
const DocumentKey = "workflow.json"

// Names of files within the zones.
const (
	// RunnerFile is the runner on the data volume.
	RunnerFile = "bin/runner"
	// CustomDataFile lies beside the inputs of a stage.
	CustomDataFile = "algoCustomData.json"
	// CodeFile is the algorithm's code, or its first file.
	CodeFile = "algorithm"
	// LogFile is what the algorithm wrote to stdout and stderr.
	LogFile = "algorithm.log"
)

// Inputs is the folder of a stage's inputs.
func Inputs(stage string) string { return path.Join("inputs", stage) }

// Transformations is the folder of a stage's code.
func Transformations(stage string) string { return path.Join("transformations", stage) }

// DDOs is the folder of a stage's resolved DDOs.
func DDOs(stage string) string { return path.Join("ddos", stage) }

// Outputs is the folder that one attempt of a stage's algorithm writes to. Attempts are counted from 1.
func Outputs(stage string, attempt int32) string {
	return path.Join("outputs", stage, strconv.Itoa(int(attempt)))
}

// Logs is the folder that one attempt of a stage's algorithm logs to. Attempts are counted from 1.
func Logs(stage string, attempt int32) string {
	return path.Join("logs", stage, strconv.Itoa(int(attempt)))
}

// Folder is the name of the folder of an input or a DDO: its id without did:op:.
func Folder(id string) string { return strings.TrimPrefix(id, "did:op:") }
