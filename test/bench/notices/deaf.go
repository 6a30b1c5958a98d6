// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"net"
	"sync"
)

// deaf is a backend that takes every connection and never says anything.
type deaf struct {
	listener net.Listener
	taken    chan struct{}

	mu   sync.Mutex
	open []net.Conn
}

func newDeaf() (*deaf, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start a backend: %w", err)
	}
	d := &deaf{listener: listener, taken: make(chan struct{}, 1)}
	go d.accept()
	return d, nil
}

func (d *deaf) accept() {
	for {
		connection, err := d.listener.Accept()
		if err != nil {
			return // It was closed.
		}
		d.mu.Lock()
		d.open = append(d.open, connection)
		d.mu.Unlock()
		select {
		case d.taken <- struct{}{}:
		default:
		}
	}
}

func (d *deaf) url() string { return "http://" + d.listener.Addr().String() }

// await waits until there were so many connections.
func (d *deaf) await(ctx context.Context, n int) error {
	for {
		d.mu.Lock()
		taken := len(d.open)
		d.mu.Unlock()
		if taken >= n {
			return nil
		}
		select {
		case <-d.taken:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (d *deaf) close() {
	_ = d.listener.Close() // Whoever is still connected is cut off below.
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, connection := range d.open {
		_ = connection.Close()
	}
}
