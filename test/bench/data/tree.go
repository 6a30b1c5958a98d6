// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
)

const (
	kibi = 1 << 10
	mebi = 1 << 20
	gibi = 1 << 30
)

// tree is files of one size in nested folders, with a content that nothing can compress or find twice.
type tree struct {
	root  string
	files []string // their paths below root
	size  int64
	sums  map[string][]byte // by path
}

func (t tree) bytes() int64 { return int64(len(t.files)) * t.size }

// grow makes a tree of count files, a hundred to a folder and ten folders to one more, or of one file alone.
func grow(root string, count int, size int64) (tree, error) {
	t := tree{root: root, size: size, sums: map[string][]byte{}}
	for i := range count {
		name := fmt.Sprintf("%02d/%02d/%05d.bin", i/1000, i/100%10, i)
		if count == 1 {
			name = "one.bin"
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755); err != nil {
			return t, err
		}
		file, err := os.Create(filepath.Join(root, name))
		if err != nil {
			return t, err
		}
		random := rand.NewChaCha8([32]byte{byte(i), byte(i >> 8), byte(size), byte(size >> 8), byte(size >> 16), byte(size >> 24)})
		sum := sha256.New()
		_, err = io.CopyN(io.MultiWriter(file, sum), random, size)
		if err := file.Close(); err != nil {
			return t, err
		}
		if err != nil {
			return t, err
		}
		t.files, t.sums[name] = append(t.files, name), sum.Sum(nil)
	}
	return t, nil
}

// isAt makes sure that every file of the tree is under a path, as name says, with all its content.
func (t tree) isAt(path func(name string) string) error {
	for _, name := range t.files {
		file, err := os.Open(path(name))
		if err != nil {
			return err
		}
		sum := sha256.New()
		_, err = io.Copy(sum, file)
		_ = file.Close() // It was only read.
		if err != nil {
			return err
		}
		if !bytes.Equal(sum.Sum(nil), t.sums[name]) {
			return fmt.Errorf("%s has another content than what was sent", name)
		}
	}
	return nil
}

// within are the addresses of the files below an address.
func (t tree) within(address string) []string {
	var all []string
	for _, name := range t.files {
		all = append(all, address+"/"+name)
	}
	return all
}

// number is the place of a file among all of them.
func (t tree) number(name string) int { return slices.Index(t.files, name) }

// findIn is the folder, at a path or anywhere below it, that has the tree.
func (t tree) findIn(path string) (string, error) {
	found := ""
	err := filepath.WalkDir(path, func(folder string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if _, err := os.Stat(filepath.Join(folder, t.files[0])); err != nil {
			return nil //nolint:nilerr // It is not this one.
		}
		found = folder
		return fs.SkipAll
	})
	if err == nil && found == "" {
		err = fmt.Errorf("%s is nowhere below %s", t.files[0], path)
	}
	return found, err
}

// isBelow makes sure that the whole tree is somewhere below a path.
func (t tree) isBelow(path string) error {
	folder, err := t.findIn(path)
	if err != nil {
		return err
	}
	return t.isAt(func(name string) string { return filepath.Join(folder, name) })
}
