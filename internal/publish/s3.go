// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"path"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/contract/redact"
)

const (
	// s3OnTheWay are the bytes of all requests that run at once. It is what may be sent twice if the program is killed, so
	// it is no more than one part of the usual size elsewhere.
	s3OnTheWay = 16 << 20
	// s3PartSize is the smallest that the protocol allows: several parts fit into s3OnTheWay. A file of up to s3OnTheWay
	// is sent as one.
	s3PartSize = 5 << 20
	// s3MaxParts is what the protocol allows of one file.
	s3MaxParts = 10_000
	// s3Files and s3LargeFiles are uploaded at once: small ones wait for answers, large ones for the network.
	s3Files      = 64
	s3LargeFiles = 3
)

// S3 uploads to a bucket of AWS, or of any server that speaks its protocol. The SDK's own retries are all there are: what
// has arrived is found again by the next attempt and not sent twice.
type S3 struct {
	client         *s3.Client
	settings       *config.S3
	bucket, prefix string
	// onTheWay and large share out what the constants allow.
	onTheWay, large *semaphore.Weighted
}

// NewS3 uploads to one bucket, everything below the prefix.
func NewS3(c *config.S3, client *s3.Client, bucket, prefix string) *S3 {
	return &S3{
		client: client, settings: c, bucket: bucket, prefix: prefix,
		onTheWay: semaphore.NewWeighted(s3OnTheWay), large: semaphore.NewWeighted(s3LargeFiles),
	}
}

func (u *S3) key(name string) string { return path.Join(u.prefix, name) }

// Upload uploads several files at once; the first failure ends the others.
func (u *S3) Upload(ctx context.Context, files []File) (Placed, error) {
	if len(files) == 0 {
		return Placed{}, nil
	}
	left, err := u.look(ctx, files)
	if err != nil {
		return Placed{}, fmt.Errorf("upload %s: %w", files[0].Name, redact.Error(err))
	}
	digests := make([]Digest, len(files))
	var next atomic.Int64
	group, within := errgroup.WithContext(ctx)
	// The SDK goes so deep that a goroutine for each file would spend its time on growing its stack.
	for range min(s3Files, len(files)) {
		group.Go(func() (err error) {
			for i := next.Add(1) - 1; i < int64(len(files)) && err == nil; i = next.Add(1) - 1 {
				digests[i], err = u.upload(within, files[i], left)
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return Placed{}, err
	}
	u.clear(ctx, files, left)
	return Placed{Digests: digests, URL: func(name string) string {
		return s3URL(u.settings.Endpoint, u.settings.Region, u.bucket, u.key(name))
	}}, nil
}

func (u *S3) upload(ctx context.Context, file File, left leftovers) (Digest, error) {
	if err := ctx.Err(); err != nil {
		return Digest{}, fmt.Errorf("upload %s: %w", file.Name, err)
	}
	source, err := open(file)
	if err != nil {
		return Digest{}, err
	}
	defer source.Close()
	put := u.put
	if file.Size > s3OnTheWay {
		put = u.putInParts
	}
	digest, err := put(ctx, source, left)
	switch {
	case source.failed() != nil:
		return Digest{}, source.failed()
	case err != nil:
		return Digest{}, fmt.Errorf("upload %s: %w", file.Name, redact.Error(err))
	}
	return digest, nil
}

// contentType goes by the name and, where that says nothing, by the first bytes.
func contentType(s *source) string {
	if byName := mime.TypeByExtension(path.Ext(s.file.Name)); byName != "" {
		return byName
	}
	start := make([]byte, 512)
	n, _ := s.ReadAt(start, 0) // an error comes again when the whole is read
	return http.DetectContentType(start[:n])
}
