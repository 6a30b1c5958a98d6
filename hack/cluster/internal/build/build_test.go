package build

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// source is hack/cluster, seen from this package.
const source = "../.."

func TestEveryProgramsVersionIsTheOneItsModuleRequires(t *testing.T) {
	modules := map[string]string{
		"kubernetes": "k8s.io/kubernetes", "etcd": "go.etcd.io/etcd/server/v3",
		"coredns": "github.com/coredns/coredns", "kubo": "github.com/ipfs/kubo", "versitygw": "github.com/versity/versitygw",
		"kwok": "sigs.k8s.io/kwok", "s5cmd": "github.com/peak/s5cmd/v2", "ipfscluster": "github.com/ipfs-cluster/ipfs-cluster",
		"policies":       "sigs.k8s.io/kube-network-policies",
		"apiserver/1.35": "k8s.io/kubernetes", "apiserver/1.36": "k8s.io/kubernetes",
	}
	for _, p := range append([]Program{Kubernetes, Etcd, CoreDNS, Kubo, S3, Kwok, S5cmd, Peer, Policies}, APIServers...) {
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
	for _, p := range append([]Program{Kubernetes}, APIServers...) {
		if !slices.ContainsFunc(p.Stamps, func(s string) bool { return strings.HasSuffix(s, ".gitVersion="+p.Version) }) {
			t.Errorf("stamps %q do not name %s", p.Stamps, p.Version)
		}
	}
}

// A staging repository of another version would make a server that is of no version at all.
func TestTheStagingRepositoriesAreOfTheVersionOfTheirKubernetes(t *testing.T) {
	replacement := regexp.MustCompile(`(?m)^\s*k8s\.io/\S+ => k8s\.io/\S+ v0\.(\S+)$`)
	for _, p := range append([]Program{Kubernetes}, APIServers...) {
		content, err := os.ReadFile(filepath.Join(source, p.Module, "go.mod"))
		if err != nil {
			t.Fatal(err)
		}
		found := replacement.FindAllStringSubmatch(string(content), -1)
		if len(found) < 30 {
			t.Errorf("%s replaces only %d staging repositories", p.Module, len(found))
		}
		for _, f := range found {
			if "v1."+f[1] != p.Version {
				t.Errorf("%s: %s is not of %s", p.Module, strings.TrimSpace(f[0]), p.Version)
			}
		}
	}
}

func TestTheOlderAPIServersAreOfTheTwoMinorsBeforeTheClusters(t *testing.T) {
	newest, err := strconv.Atoi(strings.TrimPrefix(minor(Kubernetes.Version), "1."))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range APIServers {
		got = append(got, minor(p.Version))
	}
	if want := []string{fmt.Sprintf("1.%d", newest-2), fmt.Sprintf("1.%d", newest-1)}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTheReadmeNamesTheMinorsThatAreTried(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(source, "../../README.md"))
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("Kubernetes %s, %s or %s", minor(APIServers[0].Version), minor(APIServers[1].Version), minor(Kubernetes.Version))
	if !strings.Contains(string(readme), want) {
		t.Errorf("the README does not say %q", want)
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
