// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/contract/redact"
	"github.com/oceanprotocol/operator-engine/internal/pause"
)

// IPFS adds all files as one directory, so that one CID stands for all of them, and makes sure that all of them are there.
type IPFS struct {
	server ipfsServer
	api    *url.URL
	prefix string
	// pauses lie between tries; there is one more try than pauses.
	pauses []time.Duration
}

// ipfsServer is a plain node or a cluster.
type ipfsServer interface {
	// add sends all files in one request and returns the CID of the directory. again says that another try may do better.
	add(ctx context.Context, zone *directory) (root string, again bool, err error)
	// check makes sure that the server has under this CID what was sent, and keeps it. It names the file that is not right.
	check(ctx context.Context, zone *directory, root string) (name string, err error)
}

// cid is what an answer may have as one: it becomes part of an address.
var cid = regexp.MustCompile(`^[A-Za-z0-9]{10,200}$`)

// How contents become a CID is said with every request: a server's own settings may change between two attempts, and with
// them the address.
const (
	ipfsChunker = "size-262144"
	ipfsHash    = "sha2-256"
)

// ipfsAtOnce has room for a piece of 32 KiB, as net/http makes them of a body whose length nobody knows, with what stands
// around it: each is then one write, and not three.
const ipfsAtOnce = 33 << 10

// ipfsAnswerTime is how long a server may take to answer once it has everything: it may have much to write.
const ipfsAnswerTime = 15 * time.Minute

// stayThere follows no redirection, as the library of a node's API does not either: it would take the key with it.
func stayThere(*http.Request, []*http.Request) error {
	return errors.New("the API of IPFS redirects to another address, which is not followed: set that one")
}

// NewIPFS uploads through one API.
func NewIPFS(c *config.IPFS, api *url.URL, prefix string) *IPFS {
	client := &http.Client{CheckRedirect: stayThere, Transport: &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 15 * time.Second, Control: endStalls}).DialContext,
		ResponseHeaderTimeout: ipfsAnswerTime,
		TLSHandshakeTimeout:   15 * time.Second,
		ExpectContinueTimeout: time.Second,
		MaxIdleConnsPerHost:   ipfsLists,
		IdleConnTimeout:       10 * time.Second,
		WriteBufferSize:       ipfsAtOnce,
	}}
	headers := map[string]string{}
	if c.APIKey.IsSet() {
		headers["X-API-KEY"] = c.APIKey.Reveal()
	}
	if c.APIClient.IsSet() {
		headers["CLIENT-ID"] = c.APIClient.Reveal()
	}
	u := &IPFS{api: api, prefix: prefix, pauses: []time.Duration{time.Second, 4 * time.Second, 16 * time.Second}}
	if c.Type == config.IPFSCluster {
		u.server = &ipfsCluster{api: api, headers: headers, client: client, expiry: c.Expiry, pauses: clusterPauses()}
		return u
	}
	u.server = &ipfsNode{api: api, headers: headers, client: client}
	return u
}

// Upload adds the files, a few times over if the server does not answer or says that it is its own fault.
func (u *IPFS) Upload(ctx context.Context, list []File) (Placed, error) {
	if len(list) == 0 {
		return Placed{}, nil
	}
	for try := 0; ; try++ {
		zone := newDirectory(list)
		root, again, err := u.try(ctx, zone)
		zone.close()
		if failed := zone.failed(); failed != nil {
			return Placed{}, failed
		}
		if err == nil {
			return Placed{Digests: zone.digests, URL: func(name string) string { return ipfsURL(u.prefix, u.api, root, name) }}, nil
		}
		if !again || try == len(u.pauses) || ctx.Err() != nil || pause.For(ctx, u.pauses[try]) != nil {
			return Placed{}, err
		}
	}
}

func (u *IPFS) try(ctx context.Context, zone *directory) (root string, again bool, err error) {
	root, again, err = u.server.add(ctx, zone)
	if err != nil {
		return "", again, fmt.Errorf("upload %s: %w", zone.current(), redact.Error(err))
	}
	if name, err := u.server.check(ctx, zone, root); err != nil {
		return "", true, fmt.Errorf("upload %s: %w", name, redact.Error(err))
	}
	return root, false, nil
}
