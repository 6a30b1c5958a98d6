// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/configure/download"
	"github.com/oceanprotocol/operator-engine/internal/configure/ocean"
)

// Remote fetches what an Ocean provider hands out for an order.
type Remote struct {
	web    *HTTP
	client *ocean.Client
}

// NewRemote fetches as the client says.
func NewRemote(web *HTTP, client *ocean.Client) *Remote {
	client.HTTP = &http.Client{Transport: web.client.Transport, CheckRedirect: checkRedirect, Timeout: headerTimeout}
	return &Remote{web: web, client: client}
}

// Find asks the provider how many files there are. They are named by their numbers, but for an algorithm's first.
func (r *Remote) Find(ctx context.Context, source Source) ([]download.Part, error) {
	o := source.Order
	ddo, err := r.client.DDO(ctx, o.Metadata, o.DID)
	if err != nil {
		return nil, remoteError(err)
	}
	order, err := r.client.Redeem(ctx, ddo, ocean.Order{DID: o.DID, ServiceID: o.ServiceID, TxID: o.TxID, UserData: o.UserData})
	if err != nil {
		return nil, remoteError(err)
	}
	parts := make([]download.Part, order.Files)
	for n := range parts {
		parts[n] = download.Part{
			Path: strconv.Itoa(n), ID: identity(kindRemote, o.DID, o.ServiceID, o.TxID, string(o.UserData), strconv.Itoa(n)),
			Open: func(ctx context.Context, want download.Span) (content *download.Content, err error) {
				err = order.Do(ctx, n, func(request *http.Request) (err error) {
					content, err = r.web.open(request, want, func(response *http.Response) error {
						return remoteError(ocean.Refusal(response))
					})
					return err
				})
				return content, err
			},
		}
	}
	if o.First != "" {
		parts[0].Path = o.First
	}
	return parts, nil
}

// Describe finds the DDO of an asset.
func (r *Remote) Describe(ctx context.Context, metadata, did string) ([]byte, error) {
	ddo, err := r.client.DDO(ctx, metadata, did)
	if err != nil {
		return nil, remoteError(err)
	}
	return ddo.Text, nil
}

// remoteError tells failures that pass from those that stay.
func remoteError(err error) error {
	var status *ocean.StatusError
	var answer *ocean.AnswerError
	var request *ocean.RequestError
	switch {
	case errors.As(err, &status) && (passes(status.Status) || status.Nonce()):
		return download.Again(status, retryAfter(status.Header.Get("Retry-After"), time.Now()))
	case errors.As(err, &status), errors.As(err, &answer):
		return err
	case errors.As(err, &request):
		return fmt.Errorf("ask the %s: %w", request.Who, requestError(request.Err))
	}
	return err
}

// Order is what a workflow says of an asset at an Ocean provider.
type Order struct {
	Metadata, DID, ServiceID, TxID string
	UserData                       []byte
	// First is the name of the first file; empty: it is a number like the others.
	First string
}

// compact is JSON without blanks, as it goes into an address.
func compact(raw []byte) ([]byte, error) {
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		return nil, errors.New("its userData is no JSON")
	}
	return b.Bytes(), nil
}
