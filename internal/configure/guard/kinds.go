// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package guard

import "net/netip"

// Private are all private networks: those of RFC 1918, of carriers (RFC 6598), of benchmarks (RFC 2544) and their like
// in IPv6.
func Private() []netip.Prefix {
	return prefixes("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.18.0.0/15", "fc00::/7", "fec0::/10")
}

// kind is a sort of addresses that nobody should come to by accident.
type kind struct {
	name string
	// always says that no setting opens them.
	always   bool
	networks []netip.Prefix
}

// kinds are looked at in this order.
var kinds = []kind{
	{"the address of a cloud's metadata server", true, prefixes(
		"169.254.169.254/32", "169.254.170.2/32", "169.254.170.23/32", "fd00:ec2::254/128", "fd00:ec2::23/128", // AWS and most others
		"fd20:ce::254/128",                                           // Google
		"100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32")}, // Alibaba, Azure, Oracle
	{"an unspecified address", true, prefixes("0.0.0.0/8", "::/128")},
	{"a multicast or reserved address", true, prefixes("224.0.0.0/4", "240.0.0.0/4", "192.0.0.0/24", "ff00::/8", "2001::/23", "100::/64")},
	{"a loopback address", false, prefixes("127.0.0.0/8", "::1/128")},
	{"a link-local address", false, prefixes("169.254.0.0/16", "fe80::/10")},
	{"the address of a private network", false, Private()},
}

func kindOf(addr netip.Addr) (name string, always bool) {
	for _, k := range kinds {
		for _, network := range k.networks {
			if network.Contains(addr) {
				return k.name, k.always
			}
		}
	}
	return "", false
}

// carriers are networks of IPv6 whose addresses lead to one of IPv4, which stands at this byte.
var carriers = []struct {
	network netip.Prefix
	at      int
}{
	{netip.MustParsePrefix("64:ff9b::/96"), 12}, // NAT64
	{netip.MustParsePrefix("2002::/16"), 2},     // 6to4
	{netip.MustParsePrefix("::/96"), 12},        // the old way of writing IPv4
}

// plain is the address that is really meant.
func plain(addr netip.Addr) netip.Addr {
	addr = addr.Unmap().WithZone("")
	if addr == netip.IPv6Unspecified() || addr == netip.IPv6Loopback() {
		return addr
	}
	for _, c := range carriers {
		if c.network.Contains(addr) {
			b := addr.As16()
			return netip.AddrFrom4([4]byte(b[c.at : c.at+4]))
		}
	}
	return addr
}

func prefixes(all ...string) []netip.Prefix {
	list := make([]netip.Prefix, len(all))
	for i, one := range all {
		list[i] = netip.MustParsePrefix(one)
	}
	return list
}
