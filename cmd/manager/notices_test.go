// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-logr/logr"
)

// goodKey is one that the documentation of web3.js made known to everybody.
const goodKey = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"

func TestAKeyThatNobodyGaveIsNoMistakeWhereNoNoticesAreSent(t *testing.T) {
	for _, path := range []string{"", filepath.Join(t.TempDir(), "OPERATOR_PRIVATE_KEY")} {
		if err := checkKey(logr.Discard(), path); err != nil {
			t.Errorf("%q: %v", path, err)
		}
	}
}

func TestAKeyForOrdersOnlyIsCheckedAtTheStart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	for text, good := range map[string]bool{goodKey + "\n": true, "": true, goodKey[:63]: false} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		err := checkKey(logr.Discard(), path)
		if good != (err == nil) {
			t.Errorf("got %v", err)
		}
		if err != nil && (strings.Contains(err.Error(), text[:8]) || !strings.Contains(err.Error(), "OPERATOR_PRIVATE_KEY_FILE")) {
			t.Errorf("it says %v", err)
		}
	}
}
