// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"fmt"
	"testing"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"
)

// SignerOf finds with go-ethereum the address whose personal_sign of a text a signature is.
func SignerOf(t *testing.T, text, signature string) string {
	t.Helper()
	raw, err := hexutil.Decode(signature)
	if err != nil || len(raw) != crypto.SignatureLength || raw[crypto.RecoveryIDOffset] < 27 || raw[crypto.RecoveryIDOffset] > 28 {
		t.Fatalf("%v in the signature %s", err, signature)
	}
	raw[crypto.RecoveryIDOffset] -= 27
	public, err := crypto.SigToPub(crypto.Keccak256(fmt.Appendf(nil, "\x19Ethereum Signed Message:\n%d%s", len(text), text)), raw)
	if err != nil {
		t.Fatalf("recover the signer: %v", err)
	}
	return crypto.PubkeyToAddress(*public).Hex()
}
