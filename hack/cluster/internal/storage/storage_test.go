package storage

import (
	"strings"
	"testing"
)

func TestTheManifestsBeginWithTheNamespaceAndHoldNoCredentials(t *testing.T) {
	manifests, err := render(map[string]string{})
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(manifests, "\n---\n")
	if !strings.Contains(first, "kind: Namespace") {
		t.Errorf("the first document is not the namespace:\n%s", first)
	}
	if strings.Contains(manifests, "kind: Secret") {
		t.Error("a secret is written in the manifests")
	}
}

func TestTheServersRunFromTheImagesByTheNamesThatTheClusterHasForThem(t *testing.T) {
	names := map[string]string{}
	for _, r := range Recipes() {
		names[r.Ref] = "registry.example.com/team/" + r.Ref + "@sha256:aa"
	}
	manifests, err := render(names)
	if err != nil {
		t.Fatal(err)
	}
	for ref, name := range names {
		if strings.Count(manifests, "image: "+name+"\n") != 1 {
			t.Errorf("%s is not the image of one server", ref)
		}
	}
	if images := strings.Count(manifests, "image: "); images != len(names) {
		t.Errorf("%d images stand in the manifests, want %d", images, len(names))
	}
}

func TestCredentialsAreNeverTheSameTwice(t *testing.T) {
	first, err := credentials()
	if err != nil {
		t.Fatal(err)
	}
	if second, _ := credentials(); first == second {
		t.Error("two runs gave the same credentials")
	}
}
