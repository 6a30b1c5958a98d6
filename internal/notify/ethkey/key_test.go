// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package ethkey

import (
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
)

const (
	testKey     = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318" // web3.js documents this one.
	testAddress = "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23"
)

func TestAKeyIsReadHoweverItIsWritten(t *testing.T) {
	for name, text := range map[string]string{
		"digits":              testKey,
		"with 0x":             "0x" + testKey,
		"with 0X, capitals":   "0X" + strings.ToUpper(testKey),
		"with a line's end":   testKey + "\n",
		"with blanks around":  "  " + testKey + "\r\n",
		"with 0x and newline": "0x" + testKey + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			key, err := Parse(text)
			if err != nil || key.Address() != testAddress || key.String() != testAddress {
				t.Errorf("got %v, %v", key, err)
			}
		})
	}
}

func TestWhatIsNoKeyIsRefusedWithoutBeingShown(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		want error
	}{
		"nothing":             {"", ErrForm},
		"too short":           {testKey[:63], ErrForm},
		"too long":            {testKey + "0", ErrForm},
		"a letter beyond hex": {"g" + testKey[1:], ErrForm},
		"a word":              {"hush-hush-hush", ErrForm},
		"zero":                {strings.Repeat("0", 64), ErrRange},
		"the curve's order":   {"fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", ErrRange},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse(tc.text)
			if !errors.Is(err, tc.want) {
				t.Fatalf("got %v, want %v", err, tc.want)
			}
			if tc.text != "" && strings.Contains(err.Error(), tc.text) {
				t.Errorf("the error shows what was given: %v", err)
			}
		})
	}
}

func TestAKeyThatIsPublicIsRefusedByItsAddress(t *testing.T) {
	if _, err := parse(testKey, strings.ToLower(testAddress)); !errors.Is(err, ErrPublic) {
		t.Errorf("got %v", err)
	}
	if !strings.Contains(ErrPublic.Error(), PublicAddress) {
		t.Errorf("the error does not name the key: %v", ErrPublic)
	}
}

// The text and its signature are those of the documentation of web3.js.
func TestASignatureIsThatOfWallets(t *testing.T) {
	key, err := Parse(testKey)
	if err != nil {
		t.Fatal(err)
	}
	got, err := key.PersonalSign([]byte("Some data"))
	const want = "0xb91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd" +
		"6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c"
	if err != nil || got != want {
		t.Errorf("got %s, %v\nwant %s", got, err, want)
	}
}

func TestTheZeroKeySignsNothing(t *testing.T) {
	if got, err := (Key{}).PersonalSign(nil); err == nil {
		t.Errorf("got %s", got)
	}
}

func TestNoWayOfPrintingShowsAKey(t *testing.T) {
	key, err := Parse(testKey)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := hex.DecodeString(testKey)
	if err != nil {
		t.Fatal(err)
	}
	forms := []string{testKey, strings.ToUpper(testKey), fmt.Sprintf("%d", raw), new(big.Int).SetBytes(raw).String()}
	holders := []any{key, &key, []Key{key}, struct{ K Key }{key}, struct{ k *Key }{&key}}
	for _, holder := range holders {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			for _, form := range forms {
				if shown := fmt.Sprintf(verb, holder); strings.Contains(shown, form) {
					t.Errorf("%s of %T shows the key: %s", verb, holder, shown)
				}
			}
		}
	}
}
