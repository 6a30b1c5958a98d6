// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"bufio"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"mime"
	"net/http"
	"path"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"golang.org/x/sync/errgroup"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/contract/redact"
)

const (
	// s3Files are uploaded at once, each in s3Parts parts at once of s3PartSize bytes: together they bound the memory.
	s3Files    = 8
	s3Parts    = 2
	s3PartSize = 5 << 20
	// s3MaxParts is what the protocol allows of one file.
	s3MaxParts = 10_000
	// s3AbortTime is for clearing away the parts of a broken-off upload, also when the program is being stopped.
	s3AbortTime = 10 * time.Second
)

// S3 uploads to a bucket of AWS, or of any server that speaks its protocol. The SDK's own retries are all there are.
type S3 struct {
	transfer         *transfermanager.Client
	endpoint, region string
	bucket, prefix   string
}

// newS3Client is told everything it needs: what the SDK would find by itself in the environment is asked for only when
// the provider gives no keys, as with a service account's role.
func newS3Client(ctx context.Context, c *config.S3) (*s3.Client, error) {
	o := s3.Options{Region: c.Region}
	if c.AccessKeyID.IsSet() {
		o.Credentials = credentials.NewStaticCredentialsProvider(c.AccessKeyID.Reveal(), c.SecretAccessKey.Reveal(), "")
	} else {
		found, err := awsconfig.LoadDefaultConfig(ctx, awsconfig.WithRegion(c.Region))
		if err != nil {
			return nil, fmt.Errorf("find credentials: %w", err)
		}
		o.Credentials = found.Credentials
	}
	if c.Endpoint != "" {
		o.BaseEndpoint = aws.String(c.Endpoint)
		// Servers other than AWS seldom have a name for each bucket, or know AWS's newer checksums.
		o.UsePathStyle = true
		o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired
		o.ResponseChecksumValidation = aws.ResponseChecksumValidationWhenRequired
	}
	return s3.New(o), nil
}

// NewS3 uploads to one bucket, everything below the prefix.
func NewS3(c *config.S3, client *s3.Client, bucket, prefix string) *S3 {
	transfer := transfermanager.New(client, func(o *transfermanager.Options) {
		o.PartSizeBytes = s3PartSize
		o.MultipartUploadThreshold = s3PartSize
		o.MaxUploadParts = s3MaxParts
		o.Concurrency = s3Parts
		o.FailTimeout = s3AbortTime
		o.RequestChecksumCalculation = client.Options().RequestChecksumCalculation
	})
	return &S3{transfer: transfer, endpoint: c.Endpoint, region: c.Region, bucket: bucket, prefix: prefix}
}

// Upload uploads several files at once; the first failure ends the others.
func (u *S3) Upload(ctx context.Context, files []File) (Placed, error) {
	done := make([]Digest, len(files))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(s3Files)
	for i, file := range files {
		group.Go(func() error {
			var err error
			done[i], err = u.upload(ctx, file)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return Placed{}, err
	}
	return Placed{Digests: done, URL: func(name string) string {
		return s3URL(u.endpoint, u.region, u.bucket, path.Join(u.prefix, name))
	}}, nil
}

func (u *S3) upload(ctx context.Context, file File) (Digest, error) {
	if err := ctx.Err(); err != nil {
		return Digest{}, fmt.Errorf("upload %s: %w", file.Name, err)
	}
	source, err := open(file)
	if err != nil {
		return Digest{}, err
	}
	defer source.Close()
	sum := sha256.New()
	body := bufio.NewReaderSize(io.TeeReader(source.all(), sum), 64<<10)
	key := path.Join(u.prefix, file.Name)
	_, err = u.transfer.UploadObject(ctx, &transfermanager.UploadObjectInput{
		Bucket: aws.String(u.bucket), Key: aws.String(key), Body: body, ContentType: aws.String(contentType(file.Name, body)),
	}, func(o *transfermanager.Options) {
		// A file too large for the usual parts gets larger ones.
		o.PartSizeBytes = max(o.PartSizeBytes, file.Size/(s3MaxParts-1)+1)
		o.MultipartUploadThreshold = o.PartSizeBytes
	})
	switch {
	case source.failed() != nil:
		return Digest{}, source.failed()
	case err != nil:
		return Digest{}, fmt.Errorf("upload %s: %w", file.Name, redact.Error(err))
	}
	return Digest(sum.Sum(nil)), nil
}

// contentType goes by the name and, where that says nothing, by the first bytes.
func contentType(name string, body *bufio.Reader) string {
	if byName := mime.TypeByExtension(path.Ext(name)); byName != "" {
		return byName
	}
	start, _ := body.Peek(512) // an error comes again when the body is read
	return http.DetectContentType(start)
}
