// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package process

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"
)

// listenTime is how long a server may take to begin.
const listenTime = 2 * time.Minute

var errEnded = errors.New("the program ended")

// FreeAddress is one of this machine alone, at which nobody listened a moment ago.
func FreeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}

// Multiaddress is how IPFS writes the address of a host and port.
func Multiaddress(address string) string {
	host, port, _ := net.SplitHostPort(address)
	return "/ip4/" + host + "/tcp/" + port
}

// Listens waits until the program does so at an address.
func (p *Process) Listens(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, listenTime)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		if err == nil {
			return connection.Close()
		}
		select {
		case <-tick.C:
		case <-p.ended:
			return fmt.Errorf("wait for %s at %s: %w", p.command.Path, address, errEnded)
		case <-ctx.Done():
			return fmt.Errorf("wait for %s at %s: %w", p.command.Path, address, err)
		}
	}
}
