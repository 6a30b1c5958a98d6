// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"strings"

	"github.com/ethereum/go-ethereum/crypto"
)

// publicAddress belongs to a private key that everybody knows: images of the predecessor carried it.
const publicAddress = "0x6D39A833d1a6789AECa50dB85CB830bc08319F45"

// Notify is whom to tell of a workflow's start and end, and who tells it.
type Notify struct {
	// StartURL and StopURL get the notices; each may be unset. They are secret because such a URL may carry a token.
	StartURL, StopURL Secret
	// PrivateKey signs notices and orders: 64 hex digits without 0x. Unset only if there is no URL.
	PrivateKey Secret
	// Address belongs to the key, with the checksum's capitals. It is public.
	Address string
}

func (r *reader) notify() Notify {
	n := Notify{
		StartURL: r.noticeURL("NOTIFY_START_URL"),
		StopURL:  r.noticeURL("NOTIFY_STOP_URL"),
	}
	n.PrivateKey, n.Address = r.privateKey()
	return n
}

func (r *reader) noticeURL(name string) Secret {
	value := r.secret(name)
	if !value.IsSet() {
		return value
	}
	if u, ok := parseAddress(value.Reveal()); ok {
		return NewSecret(u.String())
	}
	r.mistakes.add(name, hidden(value.Reveal()), "an http(s) URL such as https://backend.example.com/notify")
	return Secret{}
}

func (r *reader) privateKey() (Secret, string) {
	const name = "OPERATOR_PRIVATE_KEY"
	given := r.given(name)
	if given == "" {
		for _, url := range []string{"NOTIFY_START_URL", "NOTIFY_STOP_URL"} {
			if r.given(url) != "" {
				r.missing(name, "64 hex digits, because notices go to "+url+" and are signed")
				break
			}
		}
		return Secret{}, ""
	}
	digits := strings.TrimPrefix(strings.TrimPrefix(given, "0x"), "0X")
	key, err := crypto.HexToECDSA(digits)
	if err != nil {
		want := "64 hex digits, with or without 0x before them"
		if len(digits) == 64 && isHex(digits) {
			want = "a private key of secp256k1, which is neither zero nor too great"
		}
		r.mistakes.add(name, hidden(given), want)
		return Secret{}, ""
	}
	address := crypto.PubkeyToAddress(key.PublicKey).Hex()
	if refusedKey(address) {
		r.mistakes.add(name, "the key of "+publicAddress+", which is public because older images carried it",
			"a key of your own, such as the output of openssl rand -hex 32")
		return Secret{}, ""
	}
	return NewSecret(strings.ToLower(digits)), address
}

// refusedKey tells whether the key of an address is known to everybody.
func refusedKey(address string) bool { return strings.EqualFold(address, publicAddress) }

func isHex(s string) bool {
	return strings.Trim(s, "0123456789abcdefABCDEF") == ""
}
