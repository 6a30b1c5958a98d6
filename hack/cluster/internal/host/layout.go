// Package host prepares this machine for the cluster and clears it away again: addresses, rules, mounts, folders.
//
// Everything lies in fixed places of the machine, not in the checkout, so that any checkout finds, repairs and removes
// the same cluster.
package host

import (
	"net"
	"path/filepath"
)

// Where the cluster keeps its things, and the addresses it uses.
const (
	StateDir = "/var/lib/operator-engine-cluster"
	RunDir   = "/run/operator-engine-cluster"
	LockFile = "/run/operator-engine-cluster.lock"

	Bridge      = "oe-cluster0"
	NodeName    = "local"
	NodeAddress = "10.244.0.1"
	PodSubnet   = "10.244.0.0/22"
	ServiceNet  = "10.96.0.0/16"
	APIService  = "10.96.0.1"
	DNSService  = "10.96.0.10"
	CgroupRoot  = "operator-engine-cluster"
	CNINetwork  = "operator-engine-cluster"
)

// APIServer is where the API server is reached, from this machine and from pods.
const APIServer = "https://" + NodeAddress + ":6443"

// Kubeconfig is the administrator's.
const Kubeconfig = StateDir + "/admin.kubeconfig"

// ContainerdSocket is our own containerd's, never the system's.
const ContainerdSocket = RunDir + "/containerd.sock"

// State names a path in the state folder.
func State(parts ...string) string { return filepath.Join(append([]string{StateDir}, parts...)...) }

// Log names the log file of a component.
func Log(component string) string { return State("logs", component+".log") }

// gateway is the node's address with the width of the pods' subnet, as the bridge carries it.
func gateway() string {
	_, subnet, err := net.ParseCIDR(PodSubnet)
	if err != nil {
		return NodeAddress
	}
	return (&net.IPNet{IP: net.ParseIP(NodeAddress), Mask: subnet.Mask}).String()
}
