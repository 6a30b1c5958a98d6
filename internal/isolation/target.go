// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package isolation

// The targets that a probe finds by itself, or that are made for it.
const (
	// TargetDNS is the first resolver of the pod.
	TargetDNS = "dns"
	// TargetAPIServer is the API server, as every pod is told of it.
	TargetAPIServer = "api-server"
	// TargetPod is another pod of the namespace.
	TargetPod = "pod"
	// TargetNeighbours is whoever shares a link with the pod, by IPv6, which every link has: a network plugin that enforces
	// policies for the addresses that it gives to pods may leave those of the link open.
	TargetNeighbours = "neighbours"
)

// The protocols that each target is tried by.
const (
	TCP = "tcp"
	UDP = "udp"
)

// Attempt is a target by a protocol, as reports write it: dns/udp.
func Attempt(target, protocol string) string { return target + "/" + protocol }

// Attempts are all that a probe makes, given the addresses that it is to try besides: they are names of targets themselves.
func Attempts(addresses []string) []string {
	var all []string
	for _, target := range append([]string{TargetDNS, TargetAPIServer, TargetPod, TargetNeighbours}, addresses...) {
		all = append(all, Attempt(target, TCP), Attempt(target, UDP))
	}
	return all
}
