// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"net/netip"
	"strings"
	"time"
)

// How much an operator makes of it that pods are not isolated.
const (
	IsolationOff     = "off"
	IsolationWarn    = "warn"
	IsolationEnforce = "enforce"
)

// Isolation is how the operator finds out whether the network of algorithms is denied to them.
type Isolation struct {
	// Mode is one of IsolationOff, IsolationWarn and IsolationEnforce.
	Mode string
	// Interval is how often it is tried.
	Interval time.Duration
	// Addresses are tried besides what is in every cluster. May be empty.
	Addresses []string
	// Image holds the program that tries. Empty: the operator cannot try.
	Image string
}

// maxAddresses bounds what a probe has to say.
const maxAddresses = 8

func (r *reader) isolation() Isolation {
	i := Isolation{
		Mode:      r.oneOf("ISOLATION", IsolationWarn, IsolationEnforce, IsolationOff),
		Interval:  r.duration("ISOLATION_INTERVAL", time.Minute, 30*day),
		Addresses: r.addresses("ISOLATION_TARGETS"),
	}
	if image := r.text("OPERATOR_IMAGE"); isImage(image) {
		i.Image = image
	}
	if i.Mode == IsolationEnforce && i.Image == "" {
		r.missing("OPERATOR_IMAGE", wantImage+", because ISOLATION is enforce and the probes run from it")
	}
	return i
}

// addresses are IP addresses with ports, or none. A name would have to be resolved first, and prove that only.
func (r *reader) addresses(name string) []string {
	if strings.EqualFold(r.text(name), "none") {
		return nil
	}
	all := r.list(name, isAddress, "an IP address with a port, such as 1.1.1.1:53, or the one word none")
	if len(all) > maxAddresses {
		r.wrong(name, "at most 8 addresses")
		return nil
	}
	return all
}

func isAddress(s string) bool {
	a, err := netip.ParseAddrPort(s)
	return err == nil && a.Port() > 0 && a.Addr().Zone() == ""
}
