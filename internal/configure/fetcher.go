// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"

	"github.com/oceanprotocol/operator-engine/internal/configure/download"
	"github.com/oceanprotocol/operator-engine/internal/contract/redact"
)

// Source is what a workflow names: one file, or a folder of them.
type Source struct {
	URL *url.URL
	// Secret says that the address comes from a Secret, so that even its path must stay unknown.
	Secret bool
	// SHA256 of the content, if the workflow gives it.
	SHA256 string
}

// String is what may be said of the source.
func (s Source) String() string {
	if s.Secret {
		return s.URL.Scheme + "://" + s.URL.Host + "/..."
	}
	return redact.Parsed(s.URL)
}

// Fetcher knows one way to reach sources: it finds the files that a source consists of, and how to read them. An error
// that another try may cure is made with download.Again.
type Fetcher interface {
	Find(ctx context.Context, source Source) ([]download.Part, error)
}

// Fetchers are the ways there are, by the scheme of the address.
type Fetchers map[string]Fetcher

// identity tells a file from every other, without telling its address.
func identity(of ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(of, "\x00")))
	return hex.EncodeToString(sum[:])
}
