// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"io"
	"log"
	"testing"

	"go.uber.org/goleak"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/notify/ethkey"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	testKey     = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318" // web3.js documents this one.
	testAddress = "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23"
	testSecret  = "0123456789abcdef0123456789abcdef"
)

func mustKey(t *testing.T) ethkey.Key {
	t.Helper()
	key, err := ethkey.Parse(testKey)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func mustSigner(t *testing.T) *Signer {
	t.Helper()
	s, err := NewSigner(config.NewSecret(testKey))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func pointer(s string) *string { return &s }

// vector is the job whose bytes the predecessor's users know.
func vector() Job {
	return Job{
		ID: "fedcba9876543210fedcba9876543210", Secret: config.NewSecret(testSecret),
		Inputs: []string{"did:op:aaaa", "did:op:bbbb"}, Algorithm: pointer("did:op:cccc"),
	}
}

func testNotice() Notice {
	return Notice{WorkflowUID: "0b9f6f1e-3c1f-4a55-8a0e-6d1f0f6a7d11", Event: Stop, Code: 70, Started: StartDelivered, Job: vector()}
}

// quiet takes what servers log when a client does what the test wants.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }
