package node

import (
	"context"
	"path/filepath"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/build"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/host"
)

// component is one process of the cluster. Ready says that it does its work; the error says why not.
type component struct {
	name  string
	path  string
	args  []string
	ready func(context.Context) error
}

// etcdURL is a port of its own, so that a machine's own etcd is not in the way. Only the API server's certificate opens it.
const etcdURL = "https://127.0.0.1:12379"

func cert(name string) string { return filepath.Join(pkiDir, name+".crt") }
func key(name string) string  { return filepath.Join(pkiDir, name+".key") }

func etcd(assets string) component {
	return component{name: "etcd", path: filepath.Join(assets, "etcd"), ready: etcdReady, args: []string{
		"--name=local", "--data-dir=" + host.State("etcd"),
		"--listen-client-urls=" + etcdURL, "--advertise-client-urls=" + etcdURL,
		"--listen-peer-urls=https://127.0.0.1:12380", "--initial-advertise-peer-urls=https://127.0.0.1:12380",
		"--initial-cluster=local=https://127.0.0.1:12380",
		"--client-cert-auth", "--trusted-ca-file=" + cert("ca"), "--cert-file=" + cert("etcd"), "--key-file=" + key("etcd"),
		"--peer-client-cert-auth", "--peer-trusted-ca-file=" + cert("ca"), "--peer-cert-file=" + cert("etcd"), "--peer-key-file=" + key("etcd"),
		"--log-level=warn",
	}}
}

func containerd() component {
	path := "/usr/bin/containerd"
	if !isFile(path) {
		path = "/usr/local/bin/containerd"
	}
	return component{name: "containerd", path: path, ready: containerdReady, args: []string{"--config", host.State("containerd.toml")}}
}

func apiServer(assets string) component {
	return component{name: "kube-apiserver", path: filepath.Join(assets, "kube-apiserver"), ready: apiServerReady, args: []string{
		"--advertise-address=" + host.NodeAddress, "--bind-address=" + host.NodeAddress, "--secure-port=6443",
		"--etcd-servers=" + etcdURL, "--etcd-cafile=" + cert("ca"), "--etcd-certfile=" + cert("kube-apiserver"), "--etcd-keyfile=" + key("kube-apiserver"),
		"--client-ca-file=" + cert("ca"), "--tls-cert-file=" + cert("kube-apiserver"), "--tls-private-key-file=" + key("kube-apiserver"),
		"--authorization-mode=Node,RBAC", "--enable-admission-plugins=NodeRestriction", "--allow-privileged=true",
		"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
		"--service-account-key-file=" + cert("service-account"), "--service-account-signing-key-file=" + key("service-account"),
		"--service-cluster-ip-range=" + host.ServiceNet, "--kubelet-preferred-address-types=InternalIP",
		"--kubelet-certificate-authority=" + cert("ca"),
		"--requestheader-client-ca-file=" + cert("ca"), "--requestheader-allowed-names=front-proxy", "--requestheader-username-headers=X-Remote-User",
		"--requestheader-group-headers=X-Remote-Group", "--requestheader-extra-headers-prefix=X-Remote-Extra-",
		"--proxy-client-cert-file=" + cert("front-proxy"), "--proxy-client-key-file=" + key("front-proxy"),
		"--kubelet-client-certificate=" + cert("kube-apiserver"), "--kubelet-client-key=" + key("kube-apiserver"),
	}}
}

// own is the kubeconfig of a component.
func own(name string) string { return host.State(name + ".kubeconfig") }

func kubelet(assets string) component {
	return component{name: "kubelet", path: filepath.Join(assets, "kubelet"), ready: healthz("http://127.0.0.1:10248/healthz"), args: []string{
		"--config=" + host.State("kubelet.yaml"), "--kubeconfig=" + own("kubelet"), "--root-dir=" + host.State("kubelet"),
		"--cert-dir=" + pkiDir, "--hostname-override=" + host.NodeName, "--node-ip=" + host.NodeAddress,
	}}
}

// kubeProxy needs the node to be there, which the kubelet makes: it waits half a minute for it, and then goes on without its address.
func kubeProxy(assets string) component {
	return component{name: "kube-proxy", path: filepath.Join(assets, "kube-proxy"), ready: healthz("http://127.0.0.1:10256/livez"), args: []string{
		"--config=" + host.State("kube-proxy.yaml"),
	}}
}

// controllers are the components that need the API server, and neither each other nor containerd.
func controllers(assets string) []component {
	return []component{
		{name: "kube-controller-manager", path: filepath.Join(assets, "kube-controller-manager"), ready: healthz("https://127.0.0.1:10257/healthz"), args: []string{
			"--kubeconfig=" + own("kube-controller-manager"), "--authentication-kubeconfig=" + own("kube-controller-manager"),
			"--authorization-kubeconfig=" + own("kube-controller-manager"), "--bind-address=127.0.0.1", "--leader-elect=false",
			"--root-ca-file=" + cert("ca"), "--service-account-private-key-file=" + key("service-account"), "--use-service-account-credentials",
			"--cluster-signing-cert-file=" + cert("ca"), "--cluster-signing-key-file=" + key("ca"),
			"--flex-volume-plugin-dir=" + host.State("kubelet", "volume-plugins"),
			// Each of some forty controllers asks for an account of its own first; at the default pace that alone takes five seconds.
			"--kube-api-qps=500", "--kube-api-burst=1000",
		}},
		{name: "kube-scheduler", path: filepath.Join(assets, "kube-scheduler"), ready: healthz("https://127.0.0.1:10259/healthz"), args: []string{
			"--kubeconfig=" + own("kube-scheduler"), "--authentication-kubeconfig=" + own("kube-scheduler"),
			"--authorization-kubeconfig=" + own("kube-scheduler"), "--bind-address=127.0.0.1", "--leader-elect=false",
		}},
	}
}

// provisioner makes the volumes: folders that share the machine's disk, and disks of their own.
func provisioner(path string) component {
	return component{name: build.Volumes.Name, path: path, ready: always, args: []string{
		"--kubeconfig=" + host.Kubeconfig, "--folder=" + host.State("volumes"), "--node=" + host.NodeName,
	}}
}
