// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"context"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"golang.org/x/sync/errgroup"
)

// s3AbortTime is for clearing away what nobody can go on with, also when the program is being stopped.
const s3AbortTime = 10 * time.Second

// parts is a file that is sent in parts.
type parts struct {
	*source

	key    string
	digest Digest
	// size is that of each part but the last; it follows from the file's size alone, so that every attempt makes the
	// same parts.
	size    int64
	digests []Digest
}

func (u *S3) parts(ctx context.Context, s *source) (*parts, error) {
	p := &parts{source: s, key: u.key(s.file.Name), size: max(s3PartSize, (s.file.Size+s3MaxParts-1)/s3MaxParts)}
	var err error
	p.digest, p.digests, err = s.digestsOf(ctx, p.size)
	return p, err
}

// length is that of part n, counted from 0.
func (p *parts) length(n int) int64 { return min(p.size, p.file.Size-int64(n)*p.size) }

// putInParts sends a file in parts, several at once, and leaves out those that an earlier attempt has sent.
func (u *S3) putInParts(ctx context.Context, s *source, left leftovers) (Digest, error) {
	if err := u.large.Acquire(ctx, 1); err != nil {
		return Digest{}, err
	}
	defer u.large.Release(1)
	p, err := u.parts(ctx, s)
	if err != nil {
		return Digest{}, err
	}
	if u.arrived(ctx, s, p.digest, left) {
		return p.digest, nil
	}
	id, done, err := u.begin(ctx, p, left)
	if err != nil {
		return Digest{}, err
	}
	if err := u.send(ctx, p, id, done); err != nil {
		if !left.known {
			// The next attempt would not find the parts, and they would be paid for as long as they lie there.
			u.abort(ctx, p.key, id)
		}
		return Digest{}, err
	}
	return p.digest, nil
}

// begin goes on with an earlier upload, or makes a new one.
func (u *S3) begin(ctx context.Context, p *parts, left leftovers) (string, []types.CompletedPart, error) {
	id, done, err := u.goOn(ctx, p, left.unfinished[p.key])
	if id != "" || err != nil {
		return id, done, err
	}
	in := &s3.CreateMultipartUploadInput{
		Bucket: aws.String(u.bucket), Key: aws.String(p.key), ContentType: aws.String(contentType(p.source)),
		Metadata:             map[string]string{digestKey: hex.EncodeToString(p.digest[:])},
		StorageClass:         types.StorageClass(u.settings.StorageClass),
		ServerSideEncryption: types.ServerSideEncryption(u.settings.Encryption), SSEKMSKeyId: optional(u.settings.KMSKeyID),
	}
	if u.settings.Endpoint == "" {
		in.ChecksumAlgorithm = types.ChecksumAlgorithmSha256
	}
	begun, err := u.client.CreateMultipartUpload(ctx, in)
	if err != nil {
		return "", nil, err
	}
	return aws.ToString(begun.UploadId), make([]types.CompletedPart, len(p.digests)), nil
}

// send sends the parts that are not done yet, and has the server put all of them together.
func (u *S3) send(ctx context.Context, p *parts, id string, done []types.CompletedPart) error {
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(s3OnTheWay/s3PartSize + 1)
	for n := range done {
		if done[n].PartNumber != nil {
			continue
		}
		group.Go(func() error {
			var err error
			done[n], err = u.sendPart(within, p, id, n)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	_, err := u.client.CompleteMultipartUpload(ctx, &s3.CompleteMultipartUploadInput{
		Bucket: aws.String(u.bucket), Key: aws.String(p.key), UploadId: aws.String(id),
		MultipartUpload: &types.CompletedMultipartUpload{Parts: done},
	})
	return err
}

func (u *S3) sendPart(ctx context.Context, p *parts, id string, n int) (types.CompletedPart, error) {
	room := min(p.length(n), s3OnTheWay)
	if err := u.onTheWay.Acquire(ctx, room); err != nil {
		return types.CompletedPart{}, err
	}
	defer u.onTheWay.Release(room)
	number := aws.Int32(int32(n + 1)) //nolint:gosec // at most s3MaxParts
	sent, err := u.client.UploadPart(ctx, &s3.UploadPartInput{
		Bucket: aws.String(u.bucket), Key: aws.String(p.key), UploadId: aws.String(id), PartNumber: number,
		Body: p.part(int64(n)*p.size, p.length(n)), ContentLength: aws.Int64(p.length(n)), ChecksumSHA256: u.checksum(p.digests[n]),
	}, signed(p.digests[n]))
	if err != nil {
		return types.CompletedPart{}, fmt.Errorf("part %d of %d: %w", n+1, len(p.digests), err)
	}
	return types.CompletedPart{PartNumber: number, ETag: sent.ETag, ChecksumSHA256: u.checksum(p.digests[n])}, nil
}

// abort clears away an upload. It is no failure if that does not work: the bucket's own rules must see to such things, too.
func (u *S3) abort(ctx context.Context, key, id string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s3AbortTime)
	defer cancel()
	_, _ = u.client.AbortMultipartUpload(ctx, &s3.AbortMultipartUploadInput{
		Bucket: aws.String(u.bucket), Key: aws.String(key), UploadId: aws.String(id),
	})
}
