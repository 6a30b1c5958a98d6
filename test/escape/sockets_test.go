// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package escape

import (
	"cmp"
	"testing"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

const (
	noType  = "ESOCKTNOSUPPORT"
	noProto = "EPROTONOSUPPORT"
)

// withSockets is what the attempts on the network come to where a workflow has sockets: with Allowed, and with Loopback, whose filter
// is the same. What is not listed must be refused there as everywhere.
var withSockets = map[string]string{
	"tcp-pod": done, "tcp-api-server": done, "tcp-node": done, "tcp-loopback": done, "udp-dns": done, "dns-by-go": done,
	"tcp-metadata": anything, "tcp-internet": anything, "tcp-ipv6": anything,
	"filter-taken-off": done, "netlink-route": done, "upper-half": done, "static-program": done, "every-family": "family 2 answers done",
	"ping": noProto, "mptcp": noProto, "netlink-uevent": noProto, "sctp": noType, "raw-ipv4": noType, "raw-ipv6": noType,

	"py-connect": done, "py-connect-node": done, "py-api-server": done, "py-http": done, "py-asyncio": done, "py-getaddrinfo": done,
	"py-metadata": anything, "py-thread": done, "py-interpreter": done, "py-every-family": "AF_INET is there", "py-socket-call": done,
	"py-socket-libc": done, "py-netlink": done, "py-interfaces": done,
}

// Without this, the suite could pass in a cluster whose pods reach nothing anyway, or with programs that do not work.
func TestWithANetworkThereAreTCPAndUDPAndNothingElse(t *testing.T) {
	t.Parallel()
	for name, stage := range map[string]v1alpha1.Stage{"by the static program": static("run network"), "by Python": python("network")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stage.Compute.Network = v1alpha1.NetworkAllowed
			succeeded := 0
			for name, answer := range answers(t, stage) {
				a, listed := row(controls, name)
				if !listed {
					a, _ = row(table, name)
				}
				want := cmp.Or(withSockets[name], a.want)
				if !matches(want, answer) {
					t.Errorf("%s: to %s answered %q, not %s", name, a.tries, answer, want)
				}
				if want == done {
					succeeded++
				}
			}
			if succeeded < 8 {
				t.Errorf("only %d attempts were to succeed", succeeded)
			}
		})
	}
}
