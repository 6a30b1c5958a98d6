// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/oceanprotocol/operator-engine/internal/config"
)

// newS3Client is told everything it needs: what the SDK would find by itself in the environment is asked for only when
// the provider gives no keys, as with a service account's role.
func newS3Client(ctx context.Context, c *config.S3) (*s3.Client, error) {
	o := s3.Options{
		Region: c.Region,
		HTTPClient: together{awshttp.NewBuildableClient().WithDialerOptions(func(d *net.Dialer) {
			d.Control = endStalls
		}).WithTransportOptions(func(t *http.Transport) {
			t.MaxIdleConnsPerHost, t.WriteBufferSize, t.ResponseHeaderTimeout = s3Files, s3AtOnce, s3AnswerTime
		})},
		// Checksums are ours to make: each body is read once for them, see signed.
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenRequired,
		ResponseChecksumValidation: aws.ResponseChecksumValidationWhenRequired,
	}
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
		// Servers other than AWS seldom have a name for each bucket.
		o.UsePathStyle = true
	}
	return s3.New(o), nil
}

// s3AnswerTime is how long a server may take to answer once it has everything.
const s3AnswerTime = 5 * time.Minute

// s3AtOnce is how much of a request is sent in one write.
const s3AtOnce = 16 << 10

// together sends small bodies together with their headers, in one packet where that is possible. The SDK hides that a body
// is in memory, so net/http would send the headers first: of many small files that is half of what the kernels do.
type together struct{ next aws.HTTPClient }

// Do is the next one's.
func (c together) Do(request *http.Request) (*http.Response, error) {
	if request.Body == nil || request.ContentLength <= 0 || request.ContentLength > s3AtOnce {
		return c.next.Do(request)
	}
	body := make([]byte, request.ContentLength)
	_, err := io.ReadFull(request.Body, body)
	_ = request.Body.Close() // It was only read.
	if err != nil {
		return nil, err
	}
	request.Body = io.NopCloser(bytes.NewReader(body))
	return c.next.Do(request)
}
