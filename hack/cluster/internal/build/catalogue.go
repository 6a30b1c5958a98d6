package build

import "strings"

// The programs of the cluster and its storage. To move to another version, change the module's go.mod and the version here.
var (
	Kubernetes = Program{
		Name: "kubernetes", Module: "kubernetes", Package: ".", Version: "v1.37.2", Slow: "about ten minutes on two cores",
		Stamps: stamps("v1.37.2"),
	}
	Etcd    = Program{Name: "etcd", Module: "etcd", Package: "go.etcd.io/etcd/server/v3", Version: "v3.6.11", Slow: "half a minute"}
	Volumes = Program{Name: "volume-provisioner", Module: "provisioner", Package: ".", Version: "v1", Slow: "half a minute"}
	CoreDNS = Program{Name: "coredns", Module: "coredns", Package: ".", Version: "v1.14.1", Slow: "a minute"}
	Kubo    = Program{Name: "ipfs", Module: "kubo", Package: "github.com/ipfs/kubo/cmd/ipfs", Version: "v0.42.0", Slow: "two minutes"}
	S3      = Program{Name: "versitygw", Module: "versitygw", Package: "github.com/versity/versitygw/cmd/versitygw", Version: "v1.8.0", Slow: "a minute"}
	Kwok    = Program{Name: "kwok", Module: "kwok", Package: "sigs.k8s.io/kwok/cmd/kwok", Version: "v0.8.0", Slow: "a minute"}
	S5cmd   = Program{Name: "s5cmd", Module: "s5cmd", Package: "github.com/peak/s5cmd/v2", Version: "v2.3.0", Slow: "half a minute"}
	Peer    = Program{
		Name: "ipfs-cluster-service", Module: "ipfscluster", Package: "github.com/ipfs-cluster/ipfs-cluster/cmd/ipfs-cluster-service", Version: "v1.1.0",
		Slow: "a minute",
	}
	Policies = Program{Name: "policies", Module: "policies", Package: ".", Version: "v0.7.0", Slow: "a minute"}
	Pause    = Program{Name: "pause", Module: "pause", Package: ".", Version: "v1"}
)

// Loose are the programs that tests and measurements run beside the cluster.
var Loose = []Program{Kubo, S3, S5cmd, Peer, Policies}

// APIServers are those of the two minors before the one that the cluster is made of, the oldest first.
var APIServers = []Program{apiServer("v1.35.4"), apiServer("v1.36.3")}

// apiServer is one that stands alone: of an older minor nothing else is needed.
func apiServer(version string) Program {
	return Program{
		Name: "kube-apiserver", Module: "apiserver/" + minor(version), Package: "k8s.io/kubernetes/cmd/kube-apiserver", Version: version,
		Slow: "several minutes on two cores", Stamps: stamps(version),
	}
}

// stamps make Kubernetes say which version it is.
func stamps(version string) []string {
	const at = "k8s.io/component-base/version."
	return []string{at + "gitVersion=" + version, at + "gitMajor=1", at + "gitMinor=" + strings.TrimPrefix(minor(version), "1.")}
}

// minor is the 1.37 of v1.37.2.
func minor(version string) string {
	return strings.TrimPrefix(version[:strings.LastIndex(version, ".")], "v")
}

// Components are the names that the multi-call binary Kubernetes answers to.
var Components = []string{"kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy", "kubelet", "kubectl"}
