package main

import (
	"strings"
	"testing"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/kube"
)

func TestAnotherClusterNeedsARegistryAndTheErrorSaysSo(t *testing.T) {
	external := kube.Foreign("/home/me/other", "kubectl")
	for place, want := range map[string]string{"": "set REGISTRY=host[:port][/prefix]", "team": "read REGISTRY"} {
		t.Setenv("REGISTRY", place)
		if _, err := registryFor(external); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("REGISTRY=%q gave %v", place, err)
		}
	}
	t.Setenv("REGISTRY", "registry.example.com/team")
	if _, err := registryFor(external); err != nil {
		t.Error(err)
	}
}
