package build

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// source is hack/cluster, seen from this package.
const source = "../.."

func TestEveryProgramsVersionIsTheOneItsModuleRequires(t *testing.T) {
	modules := map[string]string{
		"kubernetes": "k8s.io/kubernetes", "etcd": "go.etcd.io/etcd/server/v3", "localpath": "github.com/rancher/local-path-provisioner",
		"coredns": "github.com/coredns/coredns", "kubo": "github.com/ipfs/kubo", "versitygw": "github.com/versity/versitygw",
		"kwok": "sigs.k8s.io/kwok",
	}
	for _, p := range []Program{Kubernetes, Etcd, LocalPath, CoreDNS, Kubo, S3, Kwok} {
		content, err := os.ReadFile(filepath.Join(source, p.Module, "go.mod"))
		if err != nil {
			t.Fatal(err)
		}
		required := regexp.MustCompile(regexp.QuoteMeta(modules[p.Module]) + ` ` + regexp.QuoteMeta(p.Version) + `\b`)
		if !required.Match(content) {
			t.Errorf("%s says %s, but its go.mod does not require that", p.Name, p.Version)
		}
	}
}

func TestKubernetesSaysTheVersionItWasBuiltFrom(t *testing.T) {
	if !slices.ContainsFunc(Kubernetes.Stamps, func(s string) bool { return strings.HasSuffix(s, ".gitVersion="+Kubernetes.Version) }) {
		t.Errorf("stamps %q do not name %s", Kubernetes.Stamps, Kubernetes.Version)
	}
}

func TestABuildsKeyChangesWithItsStamps(t *testing.T) {
	b := Builder{Source: source}
	first, err := b.Key(Kubernetes)
	if err != nil {
		t.Fatal(err)
	}
	other := Kubernetes
	other.Stamps = []string{"a=b"}
	if second, _ := b.Key(other); second == first {
		t.Error("the linker's flags do not matter to the key")
	}
}
