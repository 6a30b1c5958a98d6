// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package ocean

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/ethereum/go-ethereum/crypto"
)

// maxFiles bounds what a provider can make this program do.
const maxFiles = 10_000

// Order is what was paid for.
type Order struct {
	DID, ServiceID, TxID string
	// UserData is JSON that is passed on to the provider; it may be empty.
	UserData []byte
}

// Redeemable is an order at its provider, who has told how many files it is for.
type Redeemable struct {
	Files int

	client   *Client
	order    Order
	download call
}

// call is a way to ask a provider for something.
type call struct{ method, address string }

// Redeem finds the provider of an order and asks how many files it is for.
func (c *Client) Redeem(ctx context.Context, ddo DDO, order Order) (*Redeemable, error) {
	if c.KeyProblem != nil {
		return nil, fmt.Errorf("the provider's key for orders, OPERATOR_PRIVATE_KEY, cannot be used: %w", c.KeyProblem)
	}
	service, err := ddo.service(order.ServiceID)
	if err != nil {
		return nil, err
	}
	base, err := c.trusted(service.Endpoint)
	if err != nil {
		return nil, err
	}
	calls, err := c.calls(ctx, base, "fileinfo", "download")
	if err != nil {
		return nil, err
	}
	question, err := json.Marshal(map[string]string{"did": order.DID, "serviceId": order.ServiceID})
	if err != nil {
		return nil, fmt.Errorf("ask the provider for the files: %w", err)
	}
	var files []json.RawMessage
	if err := c.get(ctx, "provider", calls[0].method, calls[0].address, bytes.NewReader(question), &files); err != nil {
		return nil, err
	}
	if len(files) == 0 || len(files) > maxFiles {
		return nil, fmt.Errorf("the provider has %d files for this order", len(files))
	}
	return &Redeemable{Files: len(files), client: c, order: order, download: calls[1]}, nil
}

// trusted makes sure that the provider is one of the settings': the DDO comes from wherever the workflow says, and a
// signed address that goes astray could be used at the real provider.
func (c *Client) trusted(endpoint string) (*url.URL, error) {
	base, err := url.Parse(endpoint)
	if err != nil || base.Host == "" {
		return nil, errors.New("the service's endpoint in the DDO is no URL")
	}
	origin := base.Scheme + "://" + base.Host
	if !slices.Contains(c.Providers, origin) {
		return nil, fmt.Errorf("orders may not be redeemed at %s: ask for it to be added to OCEAN_PROVIDERS", shown(origin))
	}
	return &url.URL{Scheme: base.Scheme, Host: base.Host, Path: strings.TrimSuffix(base.Path, "/")}, nil
}

// calls are where the provider says it answers.
func (c *Client) calls(ctx context.Context, base *url.URL, names ...string) ([]call, error) {
	var about struct {
		Endpoints map[string][]string `json:"serviceEndpoints"`
	}
	if err := c.get(ctx, "provider", http.MethodGet, base.String(), nil, &about); err != nil {
		return nil, err
	}
	var all []call
	for _, name := range names {
		at := about.Endpoints[name]
		if len(at) != 2 || at[0] != http.MethodGet && at[0] != http.MethodPost {
			return nil, &AnswerError{"provider", "has no " + name + " among its serviceEndpoints"}
		}
		all = append(all, call{at[0], base.String() + "/" + strings.TrimPrefix(at[1], "/")})
	}
	return all, nil
}

// Do has one file asked for, by a request that is signed for this once. Requests of one key are made one after the other,
// because a provider takes no nonce that is older than one it has seen.
func (r *Redeemable) Do(ctx context.Context, file int, do func(*http.Request) error) error {
	c := r.client
	c.signing.Lock()
	defer c.signing.Unlock()
	c.nonce = max(c.Now().UnixMilli(), c.nonce+1)
	nonce := strconv.FormatInt(c.nonce, 10)
	signature, err := c.Key.PersonalSign(crypto.Keccak256([]byte(r.order.DID + nonce)))
	if err != nil {
		return err
	}
	query := url.Values{
		"fileIndex": {strconv.Itoa(file)}, "documentId": {r.order.DID}, "transferTxId": {r.order.TxID}, "serviceId": {r.order.ServiceID},
		"consumerAddress": {c.Key.Address()}, "nonce": {nonce}, "signature": {signature},
	}
	if len(r.order.UserData) > 0 {
		query.Set("userdata", string(r.order.UserData))
	}
	request, err := http.NewRequestWithContext(ctx, r.download.method, r.download.address+"?"+query.Encode(), nil)
	if err != nil {
		return errors.New("the provider's address for downloads cannot be used")
	}
	return do(request)
}
