// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"
)

// entry is a file that was downloaded, as a line of the ledger.
type entry struct {
	Path, ID, SHA256 string
	Bytes            int64
}

// ledger remembers the files that are whole, for an attempt that finds the volume filled in part. Like a journal it is only
// appended to, and its word is not enough: a file is kept if its content still has the checksum that stands here.
type ledger struct {
	root  *os.Root
	known map[string]entry

	mu   sync.Mutex
	file *os.File
}

func openLedger(root *os.Root, name string) (*ledger, error) {
	file, err := root.OpenFile(name, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the ledger of downloads: %w", err)
	}
	l := &ledger{root: root, known: map[string]entry{}, file: file}
	for lines := bufio.NewReader(file); ; {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			// A line that was cut short must not spoil the next one.
			if len(line) > 0 {
				_, _ = file.WriteString("\n")
			}
			return l, nil
		}
		var e entry
		if json.Unmarshal(line, &e) == nil {
			l.known[e.Path] = e
		}
	}
}

// has reports whether an earlier attempt has downloaded just this, and it is still there. A checksum that the workflow
// gives is as good as an entry.
func (l *ledger) has(path, id, checksum string) (Result, bool) {
	e, ok := l.known[path]
	if !ok || e.ID != id {
		e = entry{SHA256: checksum, Bytes: -1}
	}
	if e.SHA256 == "" || checksum != "" && checksum != e.SHA256 {
		return Result{}, false
	}
	file, err := l.root.Open(path)
	if err != nil {
		return Result{}, false
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() || e.Bytes >= 0 && info.Size() != e.Bytes {
		return Result{}, false
	}
	sum := sha256.New()
	n, err := io.Copy(sum, file)
	if err != nil || hex.EncodeToString(sum.Sum(nil)) != e.SHA256 {
		return Result{}, false
	}
	return Result{Bytes: n, SHA256: e.SHA256}, true
}

func (l *ledger) add(e entry) error {
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("write the ledger of downloads: %w", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, err := l.file.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("write the ledger of downloads: %w", err)
	}
	return nil
}
