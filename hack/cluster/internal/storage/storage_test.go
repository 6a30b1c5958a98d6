package storage

import (
	"strings"
	"testing"
)

func TestTheManifestsBeginWithTheNamespaceAndHoldNoCredentials(t *testing.T) {
	manifests, err := render()
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

func TestCredentialsAreNeverTheSameTwice(t *testing.T) {
	first, err := credentials()
	if err != nil {
		t.Fatal(err)
	}
	if second, _ := credentials(); first == second {
		t.Error("two runs gave the same credentials")
	}
}
