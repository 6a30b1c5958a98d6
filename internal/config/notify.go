// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"errors"
	"path/filepath"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/notify/ethkey"
)

// Notify is whom to tell of a workflow's start and end, and who tells it.
type Notify struct {
	// StartURL and StopURL get the notices; each may be unset. They are secret because such a URL may carry a token.
	StartURL, StopURL Secret
	// PrivateKey signs notices and orders: 64 hex digits. Unset only if there is no URL.
	PrivateKey Secret
	// KeyFile is a file that holds the key instead, and may get another one at any time. Empty: the key is PrivateKey.
	KeyFile string
	// Address belongs to the key, with the checksum's capitals. It is public. Empty for a key in a file.
	Address string
	// StartRequired makes a workflow wait until its start notice is accepted.
	StartRequired bool
	// Timeout bounds one attempt.
	Timeout time.Duration
	// RetryTime is how long a notice is tried.
	RetryTime time.Duration
	// DeletedTime is how long the end of a deleted workflow is told.
	DeletedTime time.Duration
}

func (r *reader) notify() Notify {
	n := Notify{
		StartURL:      r.noticeURL("NOTIFY_START_URL"),
		StopURL:       r.noticeURL("NOTIFY_STOP_URL"),
		KeyFile:       r.text("OPERATOR_PRIVATE_KEY_FILE"),
		StartRequired: r.flag("NOTIFY_START_REQUIRED"),
		Timeout:       r.duration("NOTIFY_TIMEOUT", time.Second, time.Hour),
		RetryTime:     r.duration("NOTIFY_RETRY_TIME", 0, 100*day),
		DeletedTime:   r.duration("NOTIFY_DELETED_TIME", 0, day),
	}
	if n.StartRequired && r.given("NOTIFY_START_URL") == "" {
		r.missing("NOTIFY_START_URL", "an http(s) URL, because NOTIFY_START_REQUIRED is true")
	}
	n.PrivateKey, n.Address = r.privateKey()
	if n.KeyFile != "" && !filepath.IsAbs(n.KeyFile) { // Not shown: it may be the key itself.
		r.mistakes.add("OPERATOR_PRIVATE_KEY_FILE", hidden(n.KeyFile), "the absolute path of a file; the key itself belongs into OPERATOR_PRIVATE_KEY")
		return n
	}
	if n.KeyFile != "" && n.PrivateKey.IsSet() {
		r.mistakes.add("OPERATOR_PRIVATE_KEY_FILE", shown(n.KeyFile), "to be the only key: unset it or OPERATOR_PRIVATE_KEY")
	}
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
	if given == "" && r.text("OPERATOR_PRIVATE_KEY_FILE") != "" {
		return Secret{}, ""
	}
	if given == "" {
		for _, url := range []string{"NOTIFY_START_URL", "NOTIFY_STOP_URL"} {
			if r.given(url) != "" {
				r.missing(name, "64 hex digits, because notices go to "+url+" and are signed")
				break
			}
		}
		return Secret{}, ""
	}
	key, err := ethkey.Parse(given)
	if err == nil {
		return NewSecret(given), key.Address()
	}
	if errors.Is(err, ethkey.ErrPublic) {
		r.mistakes.add(name, "the key of "+ethkey.PublicAddress+", which is public because older images carried it",
			"a key of your own, such as the output of openssl rand -hex 32")
		return Secret{}, ""
	}
	want := "64 hex digits, with or without 0x before them"
	if errors.Is(err, ethkey.ErrRange) {
		want = "a private key of secp256k1, which is neither zero nor too great"
	}
	r.mistakes.add(name, hidden(given), want)
	return Secret{}, ""
}
