// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/oceanprotocol/operator-engine/internal/config"
)

// Uploader puts files into one place of a storage, and says where they can be found. It uploads all of them or gives an
// error that names the one that stood in the way. The same files uploaded again end up at the same addresses. No files are
// no work.
type Uploader interface {
	Upload(ctx context.Context, files []File) (Placed, error)
}

// Digest is the SHA-256 of a file.
type Digest [sha256.Size]byte

// Placed are files that have been uploaded. It says what of each of them need not be held for all.
type Placed struct {
	// Digests are of the bytes that were uploaded, in the order of the files.
	Digests []Digest
	// URL is where the file of this name is found.
	URL func(name string) string
}

// Targets are where things go.
type Targets struct {
	Results Uploader
	// AdminLogs is nil if they stay where they are.
	AdminLogs Uploader
}

// NewTargets makes the uploaders that the settings call for. The prefix keeps one workflow's objects apart from all
// others' where names are not made from contents.
func NewTargets(ctx context.Context, storage config.Storage, prefix string) (Targets, error) {
	if storage.IPFS != nil {
		return ipfsTargets(storage.IPFS), nil
	}
	client, err := newS3Client(ctx, storage.S3)
	if err != nil {
		return Targets{}, fmt.Errorf("reach S3: %w", err)
	}
	t := Targets{Results: NewS3(storage.S3, client, storage.S3.BucketOutput, prefix)}
	if storage.S3.BucketAdminLogs != "" {
		t.AdminLogs = NewS3(storage.S3, client, storage.S3.BucketAdminLogs, prefix)
	}
	return t, nil
}

func ipfsTargets(c *config.IPFS) Targets {
	t := Targets{Results: NewIPFS(c, c.OutputURL, c.OutputPrefix)}
	if c.AdminLogsURL != nil {
		t.AdminLogs = NewIPFS(c, c.AdminLogsURL, c.AdminLogsPrefix)
	}
	return t
}
