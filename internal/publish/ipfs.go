// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/ipfs/boxo/files"
	shell "github.com/ipfs/go-ipfs-api"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/contract/redact"
	"github.com/oceanprotocol/operator-engine/internal/pause"
)

// IPFS adds all files as one directory, so that one CID stands for all of them. A cluster's proxy takes the same request.
type IPFS struct {
	api     *url.URL
	prefix  string
	headers map[string]string
	expiry  time.Duration
	client  *http.Client
	// pauses lie between tries; there is one more try than pauses.
	pauses []time.Duration
}

// cid is what an answer may have as one: it becomes part of an address.
var cid = regexp.MustCompile(`^[A-Za-z0-9]{10,200}$`)

// NewIPFS uploads through one API.
func NewIPFS(c *config.IPFS, api *url.URL, prefix string) *IPFS {
	u := &IPFS{api: api, prefix: prefix, headers: map[string]string{}, client: &http.Client{Transport: &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 15 * time.Second}).DialContext,
		TLSHandshakeTimeout: 15 * time.Second,
		// No keep-alive: there are two requests in all, minutes apart.
		DisableKeepAlives: true,
	}}, pauses: []time.Duration{time.Second, 4 * time.Second, 16 * time.Second}}
	if c.Type == config.IPFSCluster {
		u.expiry = c.Expiry
	}
	if c.APIKey.IsSet() {
		u.headers["X-API-KEY"] = c.APIKey.Reveal()
	}
	if c.APIClient.IsSet() {
		u.headers["CLIENT-ID"] = c.APIClient.Reveal()
	}
	return u
}

// Upload adds the files, a few times over if the server does not answer or says that it is its own fault.
func (u *IPFS) Upload(ctx context.Context, list []File) (Placed, error) {
	if len(list) == 0 {
		return Placed{}, nil
	}
	for try := 0; ; try++ {
		zone := newDirectory(list)
		root, again, err := u.add(ctx, zone)
		zone.close()
		if failed := zone.failed(); failed != nil {
			return Placed{}, failed
		}
		if err == nil {
			return Placed{Digests: zone.digests, URL: func(name string) string { return ipfsURL(u.prefix, u.api, root, name) }}, nil
		}
		err = fmt.Errorf("upload %s: %w", zone.current(), redact.Error(err))
		if !again || try == len(u.pauses) || ctx.Err() != nil {
			return Placed{}, err
		}
		if pause.For(ctx, u.pauses[try]) != nil {
			return Placed{}, err
		}
	}
}

// add sends one request and returns the CID of the directory. It does not use the library's Add and AddDir, which cannot
// be cancelled. again says that another try may do better.
func (u *IPFS) add(ctx context.Context, zone *directory) (root string, again bool, err error) {
	status := &statusRecorder{next: u.client.Transport}
	api := shell.NewShellWithClient(strings.TrimSuffix(u.api.String(), "/"), &http.Client{Transport: status})
	request := api.Request("add").
		Option("cid-version", 1).Option("pin", true).Option("wrap-with-directory", true).
		Option("progress", false).Option("stream-channels", true).Option("encoding", "json")
	if u.expiry > 0 {
		request.Option("expire-in", u.expiry.String())
	}
	for name, value := range u.headers {
		request.Header(name, value)
	}
	response, err := request.Body(files.NewMultiFileReader(zone.root(), true, false)).Send(ctx)
	if err != nil {
		return "", true, err
	}
	defer response.Close()
	if response.Error != nil {
		return "", status.code >= http.StatusInternalServerError, response.Error
	}
	root, err = lastRoot(response.Output)
	return root, err != nil, err
}

// lastRoot reads the answer, a line for each file and folder. The wrapping directory is the one without a name.
func lastRoot(answer io.Reader) (string, error) {
	root := ""
	for decoder := json.NewDecoder(answer); ; {
		var added struct{ Name, Hash string }
		err := decoder.Decode(&added)
		switch {
		case errors.Is(err, io.EOF) && cid.MatchString(root):
			return root, nil
		case errors.Is(err, io.EOF):
			return "", errors.New("the server named no directory that it has added")
		case err != nil:
			return "", fmt.Errorf("read the server's answer: %w", err)
		}
		if added.Name == "" {
			root = added.Hash
		}
	}
}

// statusRecorder remembers the status of an answer, which the library keeps to itself.
type statusRecorder struct {
	next http.RoundTripper
	code int
}

// RoundTrip is the next one's.
func (s *statusRecorder) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := s.next.RoundTrip(request)
	if err == nil {
		s.code = response.StatusCode
	}
	return response, err
}
