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
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/ipfs/boxo/files"

	"github.com/oceanprotocol/operator-engine/internal/pause"
)

// ipfsCluster is the REST API of an ipfs-cluster peer, which sends blocks to those nodes of the cluster that will keep
// them, and can have them forget after a time.
type ipfsCluster struct {
	api     *url.URL
	headers map[string]string
	client  *http.Client
	expiry  time.Duration
	// pauses lie between looks at the state of a pin.
	pauses []time.Duration
}

// clusterPauses wait some minutes in all for a pin: the blocks are there already, so it takes the node moments unless it
// is busy.
func clusterPauses() []time.Duration {
	pauses := []time.Duration{100 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond, time.Second, 2 * time.Second}
	for range 30 {
		pauses = append(pauses, 10*time.Second)
	}
	return pauses
}

// send makes one request. An answer that is an error has its text, and no answer at all has the status 0.
func (c *ipfsCluster) send(ctx context.Context, method, path string, query url.Values, body *files.MultiFileReader) (*http.Response, int, error) {
	target := *c.api
	target.Path = strings.TrimSuffix(target.Path, "/") + path
	target.RawQuery = query.Encode()
	var reader io.Reader
	if body != nil {
		reader = body
	}
	request, err := http.NewRequestWithContext(ctx, method, target.String(), reader)
	if err != nil {
		return nil, 0, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "multipart/form-data; boundary="+body.Boundary())
	}
	for name, value := range c.headers {
		request.Header.Set(name, value)
	}
	response, err := c.client.Do(request)
	if err != nil {
		return nil, 0, err
	}
	if response.StatusCode < http.StatusMultipleChoices {
		return response, response.StatusCode, nil
	}
	defer response.Body.Close()
	var said struct{ Message string }
	_ = json.NewDecoder(io.LimitReader(response.Body, 4<<10)).Decode(&said) // the status says enough
	return nil, response.StatusCode, fmt.Errorf("the cluster answered %s %s", response.Status, said.Message)
}

// add has the cluster count what it reads of each file.
func (c *ipfsCluster) add(ctx context.Context, zone *directory) (root string, again bool, err error) {
	query := url.Values{
		"cid-version": {"1"}, "raw-leaves": {"true"}, "chunker": {ipfsChunker}, "hash": {ipfsHash}, "wrap-with-directory": {"true"},
		"hidden": {"true"}, "recursive": {"true"}, "progress": {"true"}, "stream-channels": {"true"},
	}
	if c.expiry > 0 {
		query.Set("expire-in", c.expiry.String())
	}
	response, status, err := c.send(ctx, http.MethodPost, "/add", query, files.NewMultiFileReader(zone.root(), true, false))
	if err != nil {
		return "", status == 0 || status >= http.StatusInternalServerError, err
	}
	defer response.Body.Close()
	counted := &addedFiles{zone: zone, sizes: make([]int64, len(zone.files)), named: make([]bool, len(zone.files))}
	if err := counted.read(response.Body); err != nil {
		return "", true, err
	}
	// What goes wrong when half of the answer is on its way stands after it.
	if failed := response.Trailer.Get("X-Stream-Error"); failed != "" {
		return "", true, errors.New(failed)
	}
	return counted.root, true, counted.complete()
}

// addedFiles are what the cluster says that it has read and added.
type addedFiles struct {
	zone  *directory
	sizes []int64
	named []bool
	root  string
}

func (a *addedFiles) read(answer io.Reader) error {
	for decoder := json.NewDecoder(answer); ; {
		var added struct {
			Name  string
			CID   json.RawMessage
			Bytes int64
		}
		err := decoder.Decode(&added)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the cluster's answer: %w", err)
		}
		hash, _ := strconv.Unquote(string(added.CID)) // null, or none, while it is still counting
		if added.Name == "" {
			a.root = hash
			continue
		}
		if n, there := a.zone.find(added.Name); there {
			a.sizes[n] = max(a.sizes[n], added.Bytes)
			a.named[n] = a.named[n] || hash != ""
		}
	}
}

func (a *addedFiles) complete() error {
	if !cid.MatchString(a.root) {
		return errors.New("the cluster named no directory that it has added")
	}
	for n, file := range a.zone.files {
		if !a.named[n] || a.sizes[n] != file.Size {
			return fmt.Errorf("the cluster has %d bytes of %d of %s", a.sizes[n], file.Size, file.Name)
		}
	}
	return nil
}

// find is a file's place in the list.
func (d *directory) find(name string) (int, bool) {
	at, there := sort.Find(len(d.order), func(i int) int { return strings.Compare(name, d.files[d.order[i]].Name) })
	if !there {
		return 0, false
	}
	return d.order[at], true
}

// check waits until one of the cluster's nodes has pinned the directory; the cluster itself sees to the others.
func (c *ipfsCluster) check(ctx context.Context, zone *directory, root string) (string, error) {
	name := zone.files[0].Name
	for _, wait := range c.pauses {
		states, err := c.states(ctx, root)
		if err != nil {
			return name, fmt.Errorf("ask whether it is pinned: %w", err)
		}
		if states["pinned"] {
			return "", nil
		}
		if states["pin_error"] || states["cluster_error"] || states["unexpectedly_unpinned"] {
			return name, errors.New("the cluster could not pin it")
		}
		if err := pause.For(ctx, wait); err != nil {
			return name, err
		}
	}
	return name, errors.New("the cluster has still not pinned it")
}

// states are those of a pin on the nodes of the cluster.
func (c *ipfsCluster) states(ctx context.Context, root string) (map[string]bool, error) {
	ctx, cancel := context.WithTimeout(ctx, ipfsListTime)
	defer cancel()
	response, _, err := c.send(ctx, http.MethodGet, "/pins/"+root, nil, nil)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var pin struct {
		Peers map[string]struct{ Status string } `json:"peer_map"`
	}
	if err := json.NewDecoder(response.Body).Decode(&pin); err != nil {
		return nil, fmt.Errorf("read the cluster's answer: %w", err)
	}
	states := map[string]bool{}
	for _, peer := range pin.Peers {
		states[peer.Status] = true
	}
	return states, nil
}
