package node

import (
	"net"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/host"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/pki"
)

// pkiDir holds the certificates.
const pkiDir = host.StateDir + "/pki"

// files are the configuration files, where they go, and what they are called here.
var files = map[string]string{
	host.State("containerd.toml"):                   "containerd.toml",
	host.State("cni", "conf", "10-bridge.conflist"): "bridge.conflist",
	host.State("kubelet.yaml"):                      "kubelet.yaml",
	host.State("kube-proxy.yaml"):                   "kube-proxy.yaml",
}

// users are those who get a kubeconfig, and the file it is in.
var users = map[string]string{
	"admin":                   host.Kubeconfig,
	"kube-controller-manager": host.State("kube-controller-manager.kubeconfig"),
	"kube-scheduler":          host.State("kube-scheduler.kubeconfig"),
	"kube-proxy":              host.State("kube-proxy.kubeconfig"),
	"kubelet":                 host.State("kubelet.kubeconfig"),
}

// identities are those who get a certificate. Names and groups of users are the ones that Kubernetes' own roles are bound to.
func identities() []pki.Identity {
	node, loopback := net.ParseIP(host.NodeAddress), net.IPv4(127, 0, 0, 1)
	return []pki.Identity{
		{File: "admin", User: "admin", Group: "system:masters"},
		{File: "kube-controller-manager", User: "system:kube-controller-manager"},
		{File: "kube-scheduler", User: "system:kube-scheduler"},
		{File: "kube-proxy", User: "system:kube-proxy"},
		{File: "kubelet", User: "system:node:" + host.NodeName, Group: "system:nodes", Names: []string{host.NodeName}, IPs: []net.IP{node}},
		{File: "kube-apiserver", User: "kube-apiserver",
			Names: []string{"kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local", "localhost"},
			IPs:   []net.IP{node, loopback, net.ParseIP(host.APIService)}},
		{File: "etcd", User: "etcd", Names: []string{"localhost"}, IPs: []net.IP{loopback}},
		{File: "front-proxy", User: "front-proxy"}, // the API server, when it passes requests on to another one
		{File: "service-account", User: "service-account"},
	}
}

// configure writes certificates, kubeconfigs and settings. What is there and right stays.
func configure() error {
	if err := pki.Ensure(pkiDir, identities()); err != nil {
		return err
	}
	for user, file := range users {
		content, err := kubeconfig(user)
		if err != nil {
			return err
		}
		if err := writeFile(file, content, 0o600); err != nil {
			return err
		}
	}
	for file, name := range files {
		content, err := render(name, fixedValues())
		if err != nil {
			return err
		}
		if err := writeFile(file, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
