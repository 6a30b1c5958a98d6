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

// EnvKey is the variable in which configure finds the key to redeem orders with; it has the same name in the Secret.
const EnvKey = "OPERATOR_PRIVATE_KEY"

// EnvHeaders is the variable in which configure finds the nth key of a Secret that holds headers.
func EnvHeaders(n int) string { return fmt.Sprintf("HEADERS_%d", n) }

// EnvAccount is the variable in which configure finds a key of the nth Secret that holds credentials.
func EnvAccount(n int, key string) string { return fmt.Sprintf("ACCOUNT_%d_%s", n, key) }

// The keys of a Secret that holds credentials. The first two must be there.
const (
	AccountKeyID    = "AWS_ACCESS_KEY_ID"
	AccountSecret   = "AWS_SECRET_ACCESS_KEY"
	AccountToken    = "AWS_SESSION_TOKEN"
	AccountRegion   = "AWS_REGION"
	AccountEndpoint = "AWS_ENDPOINT_URL"
)

// EnvAlgorithmURL is the variable in which configure finds the URL of a code file that comes from a Secret.
func EnvAlgorithmURL(stage, file int) string {
	return fmt.Sprintf("URL_STAGE_%d_ALGORITHM_FILE_%d", stage, file)
}
