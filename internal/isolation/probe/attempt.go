// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package probe

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/isolation"
)

// attempts are made at once, each several times until it succeeds.
type attempts struct {
	targets targets
	tries   int
	timeout time.Duration
}

// make returns those that got an answer, each once and in order.
func (a attempts) make(ctx context.Context) []string {
	var (
		mu      sync.Mutex
		reached []string
		all     sync.WaitGroup
	)
	try := func(name, protocol, address string) {
		if !a.reaches(ctx, protocol, address) {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		reached = append(reached, isolation.Attempt(name, protocol))
	}
	for name, addresses := range a.targets {
		for _, address := range addresses {
			all.Go(func() { try(name, isolation.TCP, address) })
			all.Go(func() { try(name, isolation.UDP, address) })
		}
	}
	all.Wait()
	slices.Sort(reached)
	return slices.Compact(reached)
}

func (a attempts) reaches(ctx context.Context, protocol, address string) bool {
	for range a.tries {
		if a.inTime(ctx, protocol, address) {
			return true
		}
	}
	return false
}

// inTime makes one try, which takes all its time unless it succeeds: a refusal comes at once, and who is to answer may only
// be about to begin.
func (a attempts) inTime(ctx context.Context, protocol, address string) bool {
	ctx, cancel := context.WithTimeout(ctx, a.timeout)
	defer cancel()
	if once(ctx, protocol, address) {
		return true
	}
	<-ctx.Done()
	return false
}

// once tells that there was an answer: of TCP that the connection was made, of UDP any datagram. A refusal by ICMP is none,
// because a network plugin that denies may send it, too.
func once(ctx context.Context, protocol, address string) bool {
	if to, err := netip.ParseAddrPort(address); err == nil && to.Addr().IsMulticast() {
		return protocol == isolation.UDP && anyone(ctx, to)
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, protocol, address)
	if err != nil {
		return false
	}
	defer conn.Close()
	if protocol == isolation.TCP {
		return true
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) }) // A read that goes on is no more than a late one.
	defer stop()
	if _, err := conn.Write(question); err != nil {
		return false
	}
	n, err := conn.Read(make([]byte, 512))
	return err == nil && n > 0
}

// anyone tells that somebody answered of all that a datagram was sent to.
func anyone(ctx context.Context, to netip.AddrPort) bool {
	conn, err := (&net.ListenConfig{}).ListenPacket(ctx, "udp6", "[::]:0")
	if err != nil {
		return false
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) }) // As above.
	defer stop()
	if _, err := conn.WriteTo(question, net.UDPAddrFromAddrPort(to)); err != nil {
		return false
	}
	n, _, err := conn.ReadFrom(make([]byte, 512))
	return err == nil && n > 0
}

// question asks a resolver for the address of the name "invalid", which no network has (RFC 6761). What is no resolver may
// answer it, too, or not.
var question = []byte{
	0x4f, 0x45, // an id
	0x01, 0x00, // a question, recursion desired
	0, 1, 0, 0, 0, 0, 0, 0, // one question, nothing else
	7, 'i', 'n', 'v', 'a', 'l', 'i', 'd', 0, 0, 1, 0, 1, // invalid. IN A
}
