// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/ipfs/boxo/files"
	shell "github.com/ipfs/go-ipfs-api"
)

// ipfsNode is the API of a plain node, such as kubo. A cluster's proxy of that API takes the same requests.
type ipfsNode struct {
	api     *url.URL
	headers map[string]string
	client  *http.Client
}

// request is one to the API. It is not one of the library's own Add and AddDir, which cannot be cancelled.
func (n *ipfsNode) request(command string, status *statusRecorder, arguments ...string) *shell.RequestBuilder {
	status.next = n.client.Transport
	api := shell.NewShellWithClient(strings.TrimSuffix(n.api.String(), "/"), &http.Client{Transport: status})
	request := api.Request(command, arguments...).Option("encoding", "json")
	for name, value := range n.headers {
		request.Header(name, value)
	}
	return request
}

func (n *ipfsNode) add(ctx context.Context, zone *directory) (root string, again bool, err error) {
	var status statusRecorder
	request := n.request("add", &status).
		Option("cid-version", 1).Option("raw-leaves", true).Option("chunker", ipfsChunker).Option("hash", ipfsHash).
		Option("pin", true).Option("wrap-with-directory", true).Option("progress", false).Option("stream-channels", true)
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
