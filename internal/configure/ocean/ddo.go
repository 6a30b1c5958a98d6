// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package ocean

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// DDO describes an asset.
type DDO struct {
	ID       string    `json:"id"`
	Services []Service `json:"services"`
	// Text is all of it, on one line.
	Text []byte `json:"-"`
}

// Service is one way to use an asset.
type Service struct {
	ID       string `json:"id"`
	Endpoint string `json:"serviceEndpoint"`
}

// DDO finds an asset's DDO. It is asked for once.
func (c *Client) DDO(ctx context.Context, metadata, did string) (DDO, error) {
	found, err, _ := c.asking.Do(did, func() (any, error) {
		c.mu.Lock()
		known, ok := c.ddos[did]
		c.mu.Unlock()
		if ok {
			return known, nil
		}
		return c.resolve(ctx, metadata, did)
	})
	if err != nil {
		return DDO{}, err
	}
	return found.(DDO), nil
}

func (c *Client) resolve(ctx context.Context, metadata, did string) (DDO, error) {
	var text json.RawMessage
	address := strings.TrimSuffix(metadata, "/") + "/api/aquarius/assets/ddo/" + url.PathEscape(did)
	if err := c.get(ctx, "metadata service", http.MethodGet, address, nil, &text); err != nil {
		return DDO{}, err
	}
	var ddo DDO
	var line bytes.Buffer
	if json.Unmarshal(text, &ddo) != nil || json.Compact(&line, text) != nil || line.Bytes()[0] != '{' {
		return DDO{}, &AnswerError{"metadata service", "is no DDO"}
	}
	if ddo.ID != did {
		return DDO{}, &AnswerError{"metadata service", "is the DDO of another asset"}
	}
	ddo.Text = line.Bytes()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ddos == nil {
		c.ddos = map[string]DDO{}
	}
	c.ddos[did] = ddo
	return ddo, nil
}

// service finds the one that was ordered.
func (d DDO) service(id string) (Service, error) {
	for _, s := range d.Services {
		if s.ID == id {
			return s, nil
		}
	}
	return Service{}, errors.New("the asset's DDO has no service of the id that serviceId gives")
}
