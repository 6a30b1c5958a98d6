// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/fsnotify/fsnotify"

	"github.com/oceanprotocol/operator-engine/internal/notify/ethkey"
)

// maxKeyFile is more than a key with anything around it that ethkey accepts.
const maxKeyFile = 1 << 10

// keyFile reads a key again and again. It is used by one goroutine at a time.
type keyFile struct {
	path   string
	events KeyEvents
	// kept is the last reason that was told, so that the several events of one change are told once.
	kept string
}

func (f *keyFile) read() (ethkey.Key, error) {
	file, err := os.Open(f.path)
	if err != nil {
		return ethkey.Key{}, fmt.Errorf("read the key for notices: %w", err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxKeyFile))
	if err != nil {
		return ethkey.Key{}, fmt.Errorf("read the key for notices: %w", err)
	}
	key, err := ethkey.Parse(string(text))
	if err != nil {
		return ethkey.Key{}, fmt.Errorf("read the key for notices in %s: %w", f.path, err)
	}
	return key, nil
}

// follow watches the file's folder, not the file: a mounted Secret changes as a whole, by a link within the folder, and
// programs that write files often put a new one in the old one's place.
func (f *keyFile) follow(ctx context.Context, current *atomic.Pointer[ethkey.Key]) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch the key for notices: %w", err)
	}
	defer watcher.Close()
	if err := watcher.Add(filepath.Dir(f.path)); err != nil {
		return fmt.Errorf("watch the key for notices: %w", err)
	}
	f.reread(current) // For what changed before the watch began.
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-watcher.Events:
			f.reread(current)
		case err := <-watcher.Errors: // Changes may have passed unseen: what counts is what lies there now.
			f.keep(fmt.Errorf("watch the key for notices: %w", err))
			f.reread(current)
		}
	}
}

func (f *keyFile) reread(current *atomic.Pointer[ethkey.Key]) {
	key, err := f.read()
	if err != nil {
		f.keep(err)
		return
	}
	if f.kept != "" && f.events.Healed != nil {
		f.events.Healed()
	}
	f.kept = ""
	if old := current.Swap(&key); old.Address() != key.Address() && f.events.Changed != nil {
		f.events.Changed(key.Address())
	}
}

func (f *keyFile) keep(reason error) {
	if reason.Error() != f.kept && f.events.Kept != nil {
		f.events.Kept(reason)
	}
	f.kept = reason.Error()
}
