// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ipfs/go-cid"

	"github.com/oceanprotocol/operator-engine/internal/configure/download"
	"github.com/oceanprotocol/operator-engine/internal/configure/guard"
	"github.com/oceanprotocol/operator-engine/internal/configure/unixfs"
)

// IPFS fetches files and directories block by block, from a node's API or from a gateway, neither of which it has to trust.
type IPFS struct {
	api, gateway string
	client       *http.Client
}

// NewIPFS is a fetcher through one of the two.
func NewIPFS(api, gateway string) *IPFS {
	return &IPFS{
		api: strings.TrimSuffix(api, "/"), gateway: strings.TrimSuffix(gateway, "/"),
		client: &http.Client{Transport: newTransport(guard.Trusting()), CheckRedirect: stayThere},
	}
}

// Close lets go of idle connections.
func (f *IPFS) Close() { f.client.CloseIdleConnections() }

// Find follows the path, and lists what is a directory there.
func (f *IPFS) Find(ctx context.Context, source Source) ([]download.Part, error) {
	root, err := cid.Decode(source.URL.Host)
	if err != nil {
		return nil, errors.New("its address must be ipfs:// and a CID, perhaps with a path: what it has is no CID")
	}
	names := strings.FieldsFunc(source.URL.Path, func(c rune) bool { return c == '/' })
	blocks := unixfs.Get(f.block)
	id, err := blocks.Resolve(ctx, root, names)
	if err != nil {
		return nil, err
	}
	files, err := blocks.Files(ctx, id, maxParts)
	if err != nil {
		return nil, err
	}
	parts := make([]download.Part, len(files))
	for i, file := range files {
		parts[i] = download.Part{
			Path: file.Path, ID: identity("ipfs", file.ID.String()),
			Open: func(ctx context.Context, want download.Span) (*download.Content, error) {
				body, err := blocks.Open(ctx, file.ID, want.From)
				if err != nil {
					return nil, err
				}
				return &download.Content{
					Body: body, From: want.From, Size: body.Size, Version: file.ID.String(), Ranges: true,
				}, nil
			},
		}
	}
	return parts, nil
}

// block gets one. It is read as a whole, as it is compared as a whole.
func (f *IPFS) block(ctx context.Context, id cid.Cid) ([]byte, error) {
	method, address := http.MethodPost, f.api+"/api/v0/block/get?arg="+url.QueryEscape(id.String())
	if f.api == "" {
		method, address = http.MethodGet, f.gateway+"/ipfs/"+id.String()+"?format=raw"
	}
	ctx, cancel := context.WithTimeout(ctx, blockTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return nil, errors.New("the provider's address of IPFS cannot be used")
	}
	request.Header.Set("User-Agent", userAgent)
	request.Header.Set("Accept", "application/vnd.ipld.raw")
	response, err := f.client.Do(request)
	if failed := (*url.Error)(nil); errors.Is(err, errRedirect) && errors.As(err, &failed) {
		return nil, fmt.Errorf("IPFS cannot be asked: %w", failed.Err)
	}
	if err != nil {
		return nil, download.Again(fmt.Errorf("IPFS cannot be reached: %w", innermost(err)), 0)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, ipfsRefusal(response)
	}
	block, err := io.ReadAll(io.LimitReader(response.Body, unixfs.MaxBlock+1))
	switch {
	case err != nil:
		return nil, download.Again(fmt.Errorf("get a block of IPFS: %w", innermost(err)), 0)
	case len(block) > unixfs.MaxBlock:
		return nil, unixfs.ErrBlock
	}
	return block, nil
}

// blockTimeout bounds how long a node may look for a block.
const blockTimeout = time.Minute

// ipfsRefusal is final only if the gateway knows what it cannot get. A node's API answers 500 to everything.
func ipfsRefusal(response *http.Response) error {
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 4096))
	err := fmt.Errorf("IPFS answered %d %s", response.StatusCode, http.StatusText(response.StatusCode))
	if passes(response.StatusCode) {
		return download.Again(err, retryAfter(response.Header.Get("Retry-After"), time.Now()))
	}
	return err
}
