// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/configure/download"
	"github.com/oceanprotocol/operator-engine/internal/configure/guard"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// Fetcher knows one way to reach sources: it finds the files that a source consists of, and how to read them. An error
// that another try may cure is made with download.Again.
type Fetcher interface {
	Find(ctx context.Context, source Source) ([]download.Part, error)
}

// Fetchers are the ways there are, by the kind of the source.
type Fetchers map[string]Fetcher

// NewFetchers makes all those that the provider's settings allow. done lets go of their connections.
func NewFetchers(settings config.Inputs) (all Fetchers, done func()) {
	g := guard.Guard{Allowed: settings.Networks}
	web, store := NewHTTP(g), NewS3(settings.S3Endpoint, settings.S3Region, g)
	all = Fetchers{
		"http": web, "https": web, "s3": store, kindData: Data{}, kindClaim: Claims{Root: contract.MountClaims},
	}
	node := NewIPFS(settings.IPFSAPI, settings.IPFSGateway)
	if settings.IPFSAPI != "" || settings.IPFSGateway != "" {
		all["ipfs"] = node
	}
	return all, func() {
		web.Close()
		store.Close()
		node.Close()
	}
}

// identity tells a file from every other, without telling its address.
func identity(of ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(of, "\x00")))
	return hex.EncodeToString(sum[:])
}
