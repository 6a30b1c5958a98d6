// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"sync"
)

// heading is the first line of a journal: of what the part file is a part.
type heading struct {
	ID      string
	Version string
	Size    int64
}

// journal says of a part file which stretches of it are there, each with its checksum. It is only ever appended to, a line
// at a time, so a program that is killed leaves at most one broken line.
type journal struct {
	mu   sync.Mutex
	file *os.File
}

// castagnoli is what processors have an instruction for.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

const stretchFormat = "%d %d %08x\n"

// createJournal begins a new one.
func createJournal(root *os.Root, name string, h heading) (*journal, error) {
	line, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("begin the journal: %w", err)
	}
	return openJournal(root, name, os.O_CREATE|os.O_TRUNC, string(line)+"\n")
}

// resumeJournal goes on with one, on a line of its own, as the last may be a broken one.
func resumeJournal(root *os.Root, name string) (*journal, error) {
	return openJournal(root, name, 0, "\n")
}

func openJournal(root *os.Root, name string, flags int, first string) (*journal, error) {
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_APPEND|flags, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	if _, err := file.WriteString(first); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("write the journal: %w", err)
	}
	return &journal{file: file}, nil
}

// add notes a stretch that has been written.
func (j *journal) add(r region, sum uint32) error {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if _, err := fmt.Fprintf(j.file, stretchFormat, r.from, r.to, sum); err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return nil
}

func (j *journal) close() {
	if j != nil {
		_ = j.file.Close()
	}
}

// recall reads what an earlier attempt has left, if it is of the same file: the heading, and those stretches whose bytes
// in the part file are still what they were. Whatever cannot be read or understood counts as not there.
func recall(root *os.Root, name string, id string, part io.ReaderAt) (heading, []region) {
	file, err := root.Open(name)
	if err != nil {
		return heading{}, nil
	}
	defer file.Close()
	lines := bufio.NewReader(file)
	first, err := lines.ReadBytes('\n')
	var h heading
	if err != nil || json.Unmarshal(first, &h) != nil || h.ID != id || h.Version == "" {
		return heading{}, nil
	}
	var done []region
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return h, done
		}
		var r region
		var sum uint32
		if n, _ := fmt.Sscanf(line, stretchFormat, &r.from, &r.to, &sum); n < 3 || r.from < 0 || r.size() <= 0 {
			continue
		}
		if got, err := checksum(part, r); err == nil && got == sum && (h.Size < 0 || r.to <= h.Size) {
			done = append(done, r)
		}
	}
}

// checksum reads a stretch of the part file.
func checksum(part io.ReaderAt, r region) (uint32, error) {
	sum := crc32.New(castagnoli)
	n, err := io.Copy(sum, io.NewSectionReader(part, r.from, r.size()))
	if err == nil && n < r.size() {
		err = errors.New("the part file is shorter")
	}
	return sum.Sum32(), err
}
