// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestConfigureLoadsFromItsJobWhatTheOperatorHas(t *testing.T) {
	for name, vars := range map[string]map[string]string{
		"nothing": {"INPUT_S3_REGION": "us-east-1"},
		"everything": {"INPUT_MAX_BYTES": "50Gi", "ALLOWED_NETWORKS": "private,127.0.0.0/8", "INPUT_S3_ENDPOINT_URL": "http://s3:7070",
			"INPUT_S3_REGION": "eu-central-1", "INPUT_IPFS_API": "http://ipfs:5001", "OCEAN_PROVIDERS": "https://provider.example.com,http://provider:8030"},
		"a gateway": {"INPUT_IPFS_GATEWAY": "https://trustless-gateway.link", "INPUT_S3_REGION": "us-east-1"},
	} {
		t.Run(name, func(t *testing.T) {
			lookup := func(vars map[string]string) Lookup {
				return func(name string) (string, bool) {
					v, ok := vars[name]
					return v, ok
				}
			}
			want, err := LoadInputs(lookup(vars))
			if err != nil {
				t.Fatal(err)
			}
			job := map[string]string{}
			for _, v := range want.Values() {
				job[v.Name] = v.Value
			}
			got, err := LoadInputs(lookup(job))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" {
				t.Errorf("(-operator +configure):\n%s", diff)
			}
			if len(job) != len(vars) {
				t.Errorf("the job has %v", job)
			}
		})
	}
}
