// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"time"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/configure/guard"
	"github.com/oceanprotocol/operator-engine/internal/configure/ocean"
	"github.com/oceanprotocol/operator-engine/internal/contract"
	"github.com/oceanprotocol/operator-engine/internal/notify/ethkey"
)

// Tools are all that reaches out, as the provider's settings allow it.
type Tools struct {
	Fetchers Fetchers
	DDOs     Describer
	closers  []interface{ Close() }
}

// NewTools makes them. getenv finds the key to redeem orders with, where a workflow has one.
func NewTools(settings config.Inputs, getenv func(string) string) *Tools {
	g := guard.Guard{Allowed: settings.Networks}
	web, store, node := NewHTTP(g), NewS3(settings.S3Endpoint, settings.S3Region, g), NewIPFS(settings.IPFSAPI, settings.IPFSGateway)
	client := &ocean.Client{Providers: settings.Providers, Now: time.Now}
	client.Key, client.KeyProblem = ethkey.Parse(getenv(contract.EnvKey))
	remote := NewRemote(web, client)
	t := &Tools{
		Fetchers: Fetchers{
			"http": web, "https": web, "s3": store, kindData: Data{}, kindClaim: Claims{Root: contract.MountClaims}, kindRemote: remote,
		},
		DDOs: remote, closers: []interface{ Close() }{web, store, node},
	}
	if settings.IPFSAPI != "" || settings.IPFSGateway != "" {
		t.Fetchers["ipfs"] = node
	}
	return t
}

// Close lets go of idle connections.
func (t *Tools) Close() {
	for _, c := range t.closers {
		c.Close()
	}
}
