package build

// The programs of the cluster and its storage. To move to another version, change the module's go.mod and the version here.
var (
	Kubernetes = Program{
		Name: "kubernetes", Module: "kubernetes", Package: ".", Version: "v1.37.2", Slow: "about ten minutes on two cores",
		Stamps: []string{
			"k8s.io/component-base/version.gitVersion=v1.37.2",
			"k8s.io/component-base/version.gitMajor=1",
			"k8s.io/component-base/version.gitMinor=37",
		},
	}
	Etcd      = Program{Name: "etcd", Module: "etcd", Package: "go.etcd.io/etcd/server/v3", Version: "v3.6.11", Slow: "half a minute"}
	LocalPath = Program{Name: "local-path-provisioner", Module: "localpath", Package: "github.com/rancher/local-path-provisioner", Version: "v0.0.30", Slow: "a minute"}
	Sized     = Program{Name: "sized-provisioner", Module: "sized", Package: ".", Version: "v1"}
	CoreDNS   = Program{Name: "coredns", Module: "coredns", Package: ".", Version: "v1.14.1", Slow: "a minute"}
	Kubo      = Program{Name: "ipfs", Module: "kubo", Package: "github.com/ipfs/kubo/cmd/ipfs", Version: "v0.42.0", Slow: "two minutes"}
	S3        = Program{Name: "versitygw", Module: "versitygw", Package: "github.com/versity/versitygw/cmd/versitygw", Version: "v1.8.0", Slow: "a minute"}
	Kwok      = Program{Name: "kwok", Module: "kwok", Package: "sigs.k8s.io/kwok/cmd/kwok", Version: "v0.8.0", Slow: "a minute"}
	Pause     = Program{Name: "pause", Module: "pause", Package: ".", Version: "v1"}
)

// Components are the names that the multi-call binary Kubernetes answers to.
var Components = []string{"kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy", "kubelet", "kubectl"}
