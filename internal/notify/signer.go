// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/notify/ethkey"
)

// Signer has the key that notices are signed with now. A key that stands in a file may become another one while the
// operator runs.
type Signer struct {
	current atomic.Pointer[ethkey.Key]
	// file is nil if the key stays what it is.
	file *keyFile
}

// NewSigner signs with this key always.
func NewSigner(value config.Secret) (*Signer, error) {
	key, err := ethkey.Parse(value.Reveal())
	if err != nil {
		return nil, fmt.Errorf("read the key for notices: %w", err)
	}
	s := &Signer{}
	s.current.Store(&key)
	return s, nil
}

// KeyEvents are told what becomes of a key in a file after the first reading. Each may be nil.
type KeyEvents struct {
	// Changed gets the address of a new key, from the moment on at which it is used.
	Changed func(address string)
	// Kept gets the reason why the last good key stays: the file cannot be used, or was out of sight for a moment. It has
	// nothing of a key in it. It is called once for each new reason.
	Kept func(reason error)
	// Healed is called when the file can be used again, be it with a new key or with the one that stayed.
	Healed func()
}

// OpenSigner signs with the key in a file, which must be good now. Start follows the file.
func OpenSigner(path string, events KeyEvents) (*Signer, error) {
	file := &keyFile{path: path, events: events}
	key, err := file.read()
	if err != nil {
		return nil, err
	}
	s := &Signer{file: file}
	s.current.Store(&key)
	return s, nil
}

// Key is the last good one.
func (s *Signer) Key() ethkey.Key { return *s.current.Load() }

// Start takes up new keys until the context ends.
func (s *Signer) Start(ctx context.Context) error {
	if s.file == nil {
		<-ctx.Done()
		return nil
	}
	return s.file.follow(ctx, &s.current)
}

// NeedLeaderElection lets an operator that waits for the lease have the key ready.
func (s *Signer) NeedLeaderElection() bool { return false }
