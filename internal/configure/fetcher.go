// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/oceanprotocol/operator-engine/internal/configure/download"
)

// Fetcher knows one way to reach sources: it finds the files that a source consists of, and how to read them. An error
// that another try may cure is made with download.Again.
type Fetcher interface {
	Find(ctx context.Context, source Source) ([]download.Part, error)
}

// Fetchers are the ways there are, by the kind of the source.
type Fetchers map[string]Fetcher

// identity tells a file from every other, without telling its address.
func identity(of ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(of, "\x00")))
	return hex.EncodeToString(sum[:])
}
