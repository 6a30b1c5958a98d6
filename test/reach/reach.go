// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package reach leads tests from this machine to the services of a cluster, by the names that they have there, wherever the
// cluster is. It needs kubectl and the cluster that KUBECONFIG names.
package reach

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"sync"
)

// way leads from this machine to a port of a service, as long as its kubectl runs.
type way struct {
	address string
	forward *exec.Cmd
	ended   chan struct{}
}

// ways are those that are open, by service and port. The services of a cluster that runs elsewhere have no address here.
type ways struct {
	mu   sync.Mutex
	open map[string]*way
}

var reachable = &ways{open: map[string]*way{}}

// Transport reaches services by the names that they have in the cluster.
var Transport = &http.Transport{DialContext: func(ctx context.Context, network, target string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(target)
	if err != nil {
		return nil, err
	}
	parts := strings.SplitN(host, ".", 3)
	if len(parts) < 3 || parts[2] != "svc.cluster.local" {
		return nil, fmt.Errorf("%s is no service of the cluster", host)
	}
	address, err := reachable.to(parts[1], parts[0], port)
	if err != nil {
		return nil, err
	}
	return (&net.Dialer{}).DialContext(ctx, network, address)
}}

// to returns the address that leads to a service's port. A way that broke, as it does with the API server or the kubelet,
// is opened again.
func (w *ways) to(namespace, service, port string) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	key := namespace + "/" + service + ":" + port
	if known := w.open[key]; known != nil {
		select {
		case <-known.ended:
		default:
			return known.address, nil
		}
	}
	opened, err := openWay(namespace, service, port)
	if err != nil {
		return "", fmt.Errorf("open a way to %s: %w", key, err)
	}
	w.open[key] = opened
	return opened.address, nil
}

// Close ends all ways that were opened.
func Close() {
	reachable.mu.Lock()
	defer reachable.mu.Unlock()
	for _, one := range reachable.open {
		_ = one.forward.Process.Kill() // It may have ended by itself.
		<-one.ended
	}
}

// Ask sends a request to a service of the cluster, and wants it to be answered with 200.
func Ask(ctx context.Context, method, url, contentType string, body io.Reader) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, url, body)
	if err != nil {
		return nil, err
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	answer, err := (&http.Client{Transport: Transport}).Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s %s: %s %w %s", method, url, answer.Status, err, text)
	}
	return text, nil
}

// openWay starts kubectl, which takes any free port and says which. It is for all tests, and so outlives the one that needs it first.
func openWay(namespace, service, port string) (*way, error) {
	w := &way{ended: make(chan struct{})}
	w.forward = exec.Command("kubectl", "--namespace", namespace, "port-forward", "--address", "127.0.0.1", "service/"+service, ":"+port)
	output, err := w.forward.StdoutPipe()
	if err != nil {
		return nil, err
	}
	var complaints strings.Builder
	w.forward.Stderr = &complaints
	if err := w.forward.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(output)
	lines.Scan()
	said := lines.Text()
	go func() {
		defer close(w.ended)
		_, _ = io.Copy(io.Discard, output) // It tells of every connection, and waits until that is read.
		_ = w.forward.Wait()
	}()
	address, found := strings.CutPrefix(said, "Forwarding from ")
	if !found {
		_ = w.forward.Process.Kill()
		<-w.ended
		return nil, errors.New("kubectl says: " + said + complaints.String())
	}
	w.address, _, _ = strings.Cut(address, " ")
	return w, nil
}
