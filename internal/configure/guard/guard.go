// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package guard keeps configure, whose addresses strangers write, away from what is not meant for them: the pod itself,
// the node, the cloud's metadata server and, unless the provider allows it, private networks. It judges the address that
// is being connected to, after the name was resolved, so that no name can be one thing when it is looked at and another
// when it is used.
package guard

import (
	"fmt"
	"net"
	"net/netip"
	"syscall"
	"time"
)

// Guard is what may be connected to.
type Guard struct {
	// Allowed are networks that would be refused otherwise.
	Allowed []netip.Prefix
}

// Trusting is for addresses that the provider's own settings have: they may be anywhere but where nobody should look.
func Trusting() Guard { return Guard{Allowed: prefixes("0.0.0.0/0", "::/0")} }

// RefusedError says why an address is not connected to. Its text does not have the address, which strangers need not
// learn of a name inside the cluster.
type RefusedError struct {
	Addr netip.Addr
	kind string
}

// Error is for the consumer.
func (e *RefusedError) Error() string {
	return fmt.Sprintf("its server has %s, which the provider does not allow (ALLOWED_NETWORKS)", e.kind)
}

// Check is nil for an address that may be connected to.
func (g Guard) Check(addr netip.Addr) error {
	addr = plain(addr)
	kind, always := kindOf(addr)
	if kind == "" {
		return nil
	}
	for _, network := range g.Allowed {
		if !always && network.Contains(addr) {
			return nil
		}
	}
	return &RefusedError{Addr: addr, kind: kind}
}

// Dialer connects only to what may be.
func (g Guard) Dialer(timeout time.Duration) *net.Dialer {
	return &net.Dialer{Timeout: timeout, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("read the address to connect to: %w", err)
		}
		return g.Check(to.Addr())
	}}
}
