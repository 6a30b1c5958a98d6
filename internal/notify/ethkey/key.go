// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package ethkey is a private key of Ethereum that signs texts and shows nothing of itself. It imports nothing of the
// operator, so that the settings, the notices and the steps can all use it.
package ethkey

import (
	"crypto/ecdsa"
	"errors"
	"strconv"
	"strings"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"
)

// PublicAddress belongs to a private key that everybody knows: images of the predecessor carried it.
const PublicAddress = "0x6D39A833d1a6789AECa50dB85CB830bc08319F45"

// What may be wrong with a key. None of these texts has anything of the key in it.
var (
	ErrForm   = errors.New("it is not 64 hex digits, with or without 0x before them")
	ErrRange  = errors.New("it is zero, or too great for a private key of secp256k1")
	ErrPublic = errors.New("it is the key of " + PublicAddress + ", which is public because older images carried it: " +
		"take a key of your own, such as the output of openssl rand -hex 32")
)

// Key signs. The zero Key has no address and cannot.
type Key struct {
	address string
	// sign holds the private key where no printing, logging or reflection finds it.
	sign func(digest []byte) ([]byte, error)
}

// Parse reads a key from 64 hex digits, perhaps with 0x before them and blanks or a line's end around. It refuses the key
// that is public.
func Parse(text string) (Key, error) { return parse(text, PublicAddress) }

func parse(text, refused string) (Key, error) {
	digits := strings.TrimSpace(text)
	digits = strings.TrimPrefix(strings.TrimPrefix(digits, "0x"), "0X")
	if len(digits) != 64 || strings.Trim(digits, "0123456789abcdefABCDEF") != "" {
		return Key{}, ErrForm
	}
	private, err := crypto.HexToECDSA(digits)
	if err != nil {
		return Key{}, ErrRange
	}
	key := newKey(private)
	if strings.EqualFold(key.address, refused) {
		return Key{}, ErrPublic
	}
	return key, nil
}

func newKey(private *ecdsa.PrivateKey) Key {
	return Key{
		address: crypto.PubkeyToAddress(private.PublicKey).Hex(),
		sign:    func(digest []byte) ([]byte, error) { return crypto.Sign(digest, private) },
	}
}

// Address is public; it has the checksum's capitals.
func (k Key) Address() string { return k.address }

// String is the address.
func (k Key) String() string { return k.address }

// PersonalSign signs a text as wallets do (EIP-191, personal_sign): 0x and 130 hex digits, of which the last two are 1b or
// 1c. The same text always gets the same signature.
func (k Key) PersonalSign(text []byte) (string, error) {
	if k.sign == nil {
		return "", errors.New("sign: there is no key")
	}
	signature, err := k.sign(digest(text))
	if err != nil {
		return "", errors.New("sign: the key does not work") // The cause is not shown: it might speak of the key.
	}
	signature[crypto.RecoveryIDOffset] += 27
	return hexutil.Encode(signature), nil
}

// digest is what is really signed: the prefix keeps a signed text from being a transaction.
func digest(text []byte) []byte {
	return crypto.Keccak256([]byte("\x19Ethereum Signed Message:\n"+strconv.Itoa(len(text))), text)
}
