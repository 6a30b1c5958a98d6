// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package probe

import (
	"maps"
	"net"
	"os"
	"strings"

	"github.com/oceanprotocol/operator-engine/internal/isolation"
)

// known adds to the given targets those that every pod knows of: its resolver and the API server.
func known(given targets, resolvers string, getenv func(string) string) targets {
	all := maps.Clone(given)
	if server := resolver(resolvers); server != "" {
		all[isolation.TargetDNS] = []string{net.JoinHostPort(server, "53")}
	}
	if host, port := getenv("KUBERNETES_SERVICE_HOST"), getenv("KUBERNETES_SERVICE_PORT"); host != "" && port != "" {
		all[isolation.TargetAPIServer] = []string{net.JoinHostPort(host, port)}
	}
	return all
}

// resolver is the first one that a file such as resolv.conf names.
func resolver(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if words := strings.Fields(line); len(words) > 1 && words[0] == "nameserver" {
			return words[1]
		}
	}
	return ""
}

// links are where all answer that share a link with the pod and listen at the port, on each of its interfaces: a template may
// add some. They are none if there is no port. Whether an interface has an address of IPv6 the kernel tells when it is asked.
func links(port string, interfaces []net.Interface) []string {
	if port == "" {
		return nil
	}
	var all []string
	for _, i := range interfaces {
		if i.Flags&net.FlagUp != 0 && i.Flags&net.FlagMulticast != 0 && i.Flags&net.FlagLoopback == 0 {
			all = append(all, net.JoinHostPort(net.IPv6linklocalallnodes.String()+"%"+i.Name, port))
		}
	}
	return all
}
