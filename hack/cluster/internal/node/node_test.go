package node

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/kube"
)

func TestEveryConfigurationFileCanBeFilledIn(t *testing.T) {
	entries, err := fs.ReadDir(config, "config")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		content, err := render(entry.Name(), fixedValues())
		if err != nil {
			t.Errorf("%s: %v", entry.Name(), err)
		}
		if strings.Contains(content, "<no value>") || strings.Contains(content, "{{") {
			t.Errorf("%s has something left to fill in:\n%s", entry.Name(), content)
		}
		if strings.HasSuffix(entry.Name(), ".json") || strings.HasSuffix(entry.Name(), ".conflist") {
			if !json.Valid([]byte(content)) {
				t.Errorf("%s is not JSON:\n%s", entry.Name(), content)
			}
		}
	}
}

func TestTheKubeletKeepsPodsInTheCgroupThatDownEmpties(t *testing.T) {
	content, err := render("kubelet.yaml", fixedValues())
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"cgroupRoot: /operator-engine-cluster\n", "failCgroupV1: false\n", "podPidsLimit: 4096\n"} {
		if !strings.Contains(content, line) {
			t.Errorf("the kubelet's configuration lacks %q", line)
		}
	}
}

func TestAFileThatIsRightIsNotWrittenAgain(t *testing.T) {
	name := filepath.Join(t.TempDir(), "folder", "file")
	if err := writeFile(name, "a", 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(name, 0o400); err != nil {
		t.Fatal(err)
	}
	before, _ := os.Stat(name)
	if err := writeFile(name, "a", 0o600); err != nil {
		t.Fatal(err)
	}
	if after, _ := os.Stat(name); !after.ModTime().Equal(before.ModTime()) {
		t.Error("it was written again")
	}
}

func TestOnlyTheEndOfALogIsShown(t *testing.T) {
	name := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(name, []byte("1\n2\n3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := lastLines(name, 2); got != "2\n3" {
		t.Errorf("got %q", got)
	}
	if got := lastLines(name, 9); got != "1\n2\n3" {
		t.Errorf("got %q", got)
	}
}

// kubectl is a program that answers everything with the address of a server.
func kubectl(t *testing.T, server string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kubectl")
	if err := os.WriteFile(path, []byte("#!/bin/sh\necho '"+server+"'\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestACopyOfTheLocalClustersKubeconfigLeadsToTheLocalCluster(t *testing.T) {
	for server, want := range map[string]bool{
		"https://10.244.0.1:6443": true, "https://10.244.0.1:6443/": true,
		"https://127.0.0.1:6443": false, "https://10.244.0.1": false, "https://cluster.example.com:6443": false, "": false, "::": false,
	} {
		if got := IsLocal(t.Context(), kube.Foreign("copy", kubectl(t, server))); got != want {
			t.Errorf("the server %q is the local cluster: %v", server, got)
		}
	}
	if IsLocal(t.Context(), kube.Foreign("none", filepath.Join(t.TempDir(), "absent"))) {
		t.Error("a kubeconfig that cannot be read leads to the local cluster")
	}
}

func TestTheLocalClustersOwnKubeconfigIsNotAForeignCluster(t *testing.T) {
	for path, want := range map[string]bool{"": false, "/var/lib/operator-engine-cluster/admin.kubeconfig": false, "/home/me/.kube/config": true} {
		t.Setenv("KUBECONFIG", path)
		if Named() != want {
			t.Errorf("KUBECONFIG=%q counts as foreign: %v", path, !want)
		}
	}
}
