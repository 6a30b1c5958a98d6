// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"context"
	"encoding/base64"
	"encoding/hex"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go/middleware"
)

// digestKey is where an object's metadata has the SHA-256 of its content.
const digestKey = "sha256"

// put sends a file as one object.
func (u *S3) put(ctx context.Context, s *source, left leftovers) (Digest, error) {
	digest, err := s.digest(ctx)
	if err != nil {
		return Digest{}, err
	}
	key := u.key(s.file.Name)
	if u.arrived(ctx, s, digest, left) {
		return digest, nil
	}
	if err := u.onTheWay.Acquire(ctx, s.file.Size); err != nil {
		return Digest{}, err
	}
	defer u.onTheWay.Release(s.file.Size)
	in := &s3.PutObjectInput{
		Bucket: aws.String(u.bucket), Key: aws.String(key), Body: s.all(), ContentLength: aws.Int64(s.file.Size),
		ContentType: aws.String(contentType(s)), Metadata: map[string]string{digestKey: hex.EncodeToString(digest[:])},
		ChecksumSHA256: u.checksum(digest), StorageClass: types.StorageClass(u.settings.StorageClass),
		ServerSideEncryption: types.ServerSideEncryption(u.settings.Encryption), SSEKMSKeyId: optional(u.settings.KMSKeyID),
	}
	_, err = u.client.PutObject(ctx, in, signed(digest))
	return digest, err
}

// arrived tells whether an earlier attempt has sent the whole file.
func (u *S3) arrived(ctx context.Context, s *source, digest Digest, left leftovers) bool {
	key := u.key(s.file.Name)
	if size, there := left.sizes[key]; !there || size != s.file.Size {
		return false
	}
	head, err := u.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: aws.String(u.bucket), Key: aws.String(key)})
	return err == nil && head.Metadata[digestKey] == hex.EncodeToString(digest[:])
}

// signed has the SDK sign a body whose digest is known, so that the body need not be read for it again. A server that
// checks signatures refuses a body that has another digest when it arrives.
func signed(digest Digest) func(*s3.Options) {
	known := middleware.InitializeMiddlewareFunc("KnownDigest", func(
		ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
	) (middleware.InitializeOutput, middleware.Metadata, error) {
		return next.HandleInitialize(v4.SetPayloadHash(ctx, hex.EncodeToString(digest[:])), in)
	})
	return func(o *s3.Options) {
		o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
			return stack.Initialize.Add(known, middleware.Before)
		})
	}
}

// checksum is what AWS checks, and keeps, beside the signature. Other servers may not know it.
func (u *S3) checksum(digest Digest) *string {
	if u.settings.Endpoint != "" {
		return nil
	}
	return aws.String(base64.StdEncoding.EncodeToString(digest[:]))
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
