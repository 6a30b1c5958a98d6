// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Command runner starts the consumer's command inside the algorithm's container. It is static, needs nothing of the
// image, and does nothing but hand over to internal/runner.
package main

import (
	"os"

	"github.com/oceanprotocol/operator-engine/internal/runner"
)

func main() { os.Exit(runner.Main(os.Args[1:])) }
