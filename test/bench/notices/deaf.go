// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"sync"
)

// deaf is a backend that takes every connection and never says anything.
type deaf struct {
	listener net.Listener
	taken    chan struct{}

	mu   sync.Mutex
	open map[net.Conn]bool // whose other end has not given up
}

func newDeaf() (*deaf, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start a backend: %w", err)
	}
	d := &deaf{listener: listener, taken: make(chan struct{}, 1), open: map[net.Conn]bool{}}
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
		d.open[connection] = true
		d.mu.Unlock()
		go d.hold(connection)
		select {
		case d.taken <- struct{}{}:
		default:
		}
	}
}

// hold takes what is said, until the other end gives up.
func (d *deaf) hold(connection net.Conn) {
	_, _ = io.Copy(io.Discard, connection) // How it ended is all the same.
	_ = connection.Close()
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.open, connection)
}

func (d *deaf) url() string { return "http://" + d.listener.Addr().String() }

// await waits until so many wait for an answer.
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
	for connection := range d.open {
		_ = connection.Close()
	}
}
