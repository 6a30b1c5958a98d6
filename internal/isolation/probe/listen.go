// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package probe

import (
	"context"
	"errors"
	"fmt"
	"net"
)

// answer takes connections and sends datagrams back until the context ends.
func answer(ctx context.Context, address string) error {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("listen for TCP: %w", err)
	}
	defer listener.Close()
	packets, err := config.ListenPacket(ctx, "udp", listener.Addr().String())
	if err != nil {
		return fmt.Errorf("listen for UDP: %w", err)
	}
	defer packets.Close()
	stop := context.AfterFunc(ctx, func() { _, _ = listener.Close(), packets.Close() }) // Closing ends both loops, whatever it says.
	defer stop()
	ended := make(chan error, 2)
	go func() { ended <- accept(listener) }()
	go func() { ended <- echo(packets) }()
	if err := <-ended; err != nil && !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

func accept(listener net.Listener) error {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return fmt.Errorf("accept a connection: %w", err)
		}
		_ = conn.Close() // That it was made is all that matters.
	}
}

func echo(packets net.PacketConn) error {
	buffer := make([]byte, 512)
	for {
		n, from, err := packets.ReadFrom(buffer)
		if err != nil {
			return fmt.Errorf("read a datagram: %w", err)
		}
		_, _ = packets.WriteTo(buffer[:n], from) // Who asked will ask again.
	}
}
