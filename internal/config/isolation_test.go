// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import "testing"

func TestProbesMayBeToldToTryNothingElse(t *testing.T) {
	got, err := Load(environment(least(map[string]string{"ISOLATION_TARGETS": "None"})))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Isolation.Addresses) > 0 {
		t.Errorf("they try %v", got.Isolation.Addresses)
	}
}
