// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

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

// inCluster reaches services by the names that they have in the cluster.
var inCluster = &http.Transport{DialContext: func(ctx context.Context, network, target string) (net.Conn, error) {
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

// close ends all of them.
func (w *ways) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, one := range w.open {
		_ = one.forward.Process.Kill() // It may have ended by itself.
		<-one.ended
	}
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
