// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
)

// volume is the workflow's volume; nothing outside it can be reached through it.
type volume struct{ root *os.Root }

func openVolume(dir string) (*volume, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the volume: %w", err)
	}
	return &volume{root: root}, nil
}

// written is what ended up in a file.
type written struct {
	bytes  int64
	sha256 string
}

// write puts what fill writes into a file, which is there under its name only when it is whole. It takes a fixed name
// for the time being, so that a killed attempt's half file is overwritten and not left lying around.
func (v *volume) write(name string, mode fs.FileMode, fill func(io.Writer) error) (written, error) {
	temporary := path.Join(path.Dir(name), "."+path.Base(name)+".part")
	file, err := v.root.OpenFile(temporary, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return written{}, fmt.Errorf("create the file: %w", err)
	}
	sum := sha256.New()
	counter := &counter{}
	err = fill(io.MultiWriter(file, sum, counter))
	if err == nil {
		err = v.finish(file, temporary, name, mode)
	}
	if err != nil {
		_ = file.Close()
		_ = v.root.Remove(temporary)
		return written{}, err
	}
	return written{counter.n, hex.EncodeToString(sum.Sum(nil))}, nil
}

func (v *volume) finish(file *os.File, temporary, name string, mode fs.FileMode) error {
	if err := file.Chmod(mode); err != nil {
		return fmt.Errorf("set the file's mode: %w", err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("close the file: %w", err)
	}
	if err := v.root.Rename(temporary, name); err != nil {
		return fmt.Errorf("give the file its name: %w", err)
	}
	return nil
}

// copyRunner puts the program that starts the algorithm where the algorithm's pod mounts it from.
func (v *volume) copyRunner(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("open the runner: %w", err)
	}
	defer source.Close()
	_, err = v.write(to, readMode, func(w io.Writer) error {
		_, err := io.Copy(w, source)
		return err
	})
	if err != nil {
		return fmt.Errorf("copy the runner onto the volume: %w", err)
	}
	return nil
}

// counter counts what is written to it.
type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}
