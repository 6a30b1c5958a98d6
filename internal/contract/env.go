// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package contract

import "fmt"

// Environment of the algorithm's and the filter's container, by the names that Ocean's algorithms know.
const (
	EnvDIDs              = "DIDS"
	EnvTransformationDID = "TRANSFORMATION_DID"
	EnvVolume            = "VOLUME"
	EnvLogs              = "LOGS"
	EnvInputs            = "INPUTS"
	EnvOutputs           = "OUTPUTS"
	// EnvAlgo stands for the path of the code in an entrypoint. Only runner knows it; it is not exported.
	EnvAlgo = "ALGO"
)

// EnvInputURL is the variable in which configure finds the URL of a file that comes from a Secret.
func EnvInputURL(stage, input, file int) string {
	return fmt.Sprintf("URL_STAGE_%d_INPUT_%d_FILE_%d", stage, input, file)
}

// EnvAlgorithmURL is the variable in which configure finds the URL of a code file that comes from a Secret.
func EnvAlgorithmURL(stage, file int) string {
	return fmt.Sprintf("URL_STAGE_%d_ALGORITHM_FILE_%d", stage, file)
}
