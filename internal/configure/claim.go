// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/oceanprotocol/operator-engine/internal/configure/download"
)

// Claims copies from the provider's volumes. Links on them are followed as long as they stay on their volume.
type Claims struct {
	// Root is the folder of the volumes, each by the name of its claim.
	Root string
}

// Find lists a file or all files of a folder.
func (c Claims) Find(_ context.Context, source Source) ([]download.Part, error) {
	volume, err := os.OpenRoot(filepath.Join(c.Root, source.Claim.Name))
	if err != nil {
		return nil, fmt.Errorf("claim %s: %w", source.Claim.Name, bare(err))
	}
	defer volume.Close()
	info, err := volume.Stat(source.Claim.Path)
	if err != nil {
		return nil, fmt.Errorf("claim %s: %s: %w", source.Claim.Name, source.Claim.Path, bare(err))
	}
	if !info.IsDir() {
		return []download.Part{c.part(source, "")}, nil
	}
	var parts []download.Part
	err = fs.WalkDir(volume.FS(), source.Claim.Path, func(name string, entry fs.DirEntry, err error) error {
		if name == "lost+found" && err != nil {
			return fs.SkipDir // It is the file system's, and root's alone.
		}
		if err != nil || entry.IsDir() {
			return err
		}
		below, err := filepath.Rel(source.Claim.Path, name)
		parts = append(parts, c.part(source, below))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("claim %s: %w", source.Claim.Name, bare(err))
	}
	return parts, nil
}

// part is one file, by its path below the source's.
func (c Claims) part(source Source, below string) download.Part {
	name := path.Join(source.Claim.Path, below)
	return download.Part{
		Path: below, ID: identity(kindClaim, source.Claim.Name, name),
		Open: func(_ context.Context, want download.Span) (*download.Content, error) {
			content, err := c.open(source.Claim.Name, name, want)
			if err != nil {
				return nil, fmt.Errorf("claim %s: %s: %w", source.Claim.Name, name, bare(err))
			}
			return content, nil
		},
	}
}

func (c Claims) open(claim, name string, want download.Span) (*download.Content, error) {
	volume, err := os.OpenRoot(filepath.Join(c.Root, claim))
	if err != nil {
		return nil, err
	}
	defer volume.Close()
	// A pipe that somebody has left there must not hold everything up.
	file, err := volume.OpenFile(name, os.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is no regular file")
	}
	if err == nil {
		_, err = file.Seek(want.From, io.SeekStart)
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return &download.Content{
		Body: file, From: want.From, Size: info.Size(), Version: fmt.Sprint(info.ModTime().UnixNano(), info.Size()),
	}, nil
}

// bare is what went wrong without the path, which is told in the words of the workflow.
func bare(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
