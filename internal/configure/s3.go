// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/oceanprotocol/operator-engine/internal/configure/download"
	"github.com/oceanprotocol/operator-engine/internal/configure/guard"
)

// S3 fetches objects of AWS, or of any server that speaks its protocol.
type S3 struct {
	endpoint, region string
	// trusted reaches the provider's own endpoint, which may be anywhere; guarded reaches those that a Secret names.
	trusted, guarded *http.Client
	stall            time.Duration
}

// NewS3 is a fetcher for the store at an endpoint; empty, it is AWS.
func NewS3(endpoint, region string, g guard.Guard) *S3 {
	client := func(g guard.Guard) *http.Client {
		return &http.Client{Transport: newTransport(g), CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	return &S3{endpoint: endpoint, region: region, trusted: client(guard.Trusting()), guarded: client(g), stall: stallTimeout}
}

// Close lets go of idle connections.
func (f *S3) Close() {
	f.trusted.CloseIdleConnections()
	f.guarded.CloseIdleConnections()
}

// bucket is one that is read with one account's rights.
type bucket struct {
	client         *s3.Client
	endpoint, name string
	stall          time.Duration
}

// open makes a client that never tries again by itself: downloads have their own way of doing so.
func (f *S3) open(source Source) bucket {
	o := s3.Options{
		Region: f.region, Retryer: aws.NopRetryer{}, HTTPClient: f.guarded, Credentials: aws.AnonymousCredentials{},
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenRequired,
		ResponseChecksumValidation: aws.ResponseChecksumValidationWhenRequired, // Of a range there is none.
	}
	endpoint := f.endpoint
	if endpoint != "" {
		o.HTTPClient = f.trusted
	}
	if a := source.Account; a != nil {
		o.Credentials = credentials.NewStaticCredentialsProvider(a.KeyID, a.Secret, a.Token)
		if a.Region != "" {
			o.Region = a.Region
		}
		if a.Endpoint != "" {
			endpoint, o.HTTPClient = a.Endpoint, f.guarded
		}
	}
	if endpoint != "" {
		o.BaseEndpoint, o.UsePathStyle = aws.String(endpoint), true
	}
	return bucket{client: s3.New(o), endpoint: endpoint, name: source.URL.Host, stall: f.stall}
}

// Find takes a key for one object, and one that ends in a slash, or none, for all whose keys begin with it.
func (f *S3) Find(ctx context.Context, source Source) ([]download.Part, error) {
	if source.URL.RawQuery != "" || source.URL.Fragment != "" {
		return nil, errors.New("its address must be s3://bucket/key: write %3F for a question mark in the key, and %23 for a #")
	}
	b, key := f.open(source), strings.TrimPrefix(source.URL.Path, "/")
	if key == "" || strings.HasSuffix(key, "/") {
		return b.list(ctx, key)
	}
	return []download.Part{b.part(key, "", "")}, nil
}

func (b bucket) list(ctx context.Context, prefix string) ([]download.Part, error) {
	var parts []download.Part
	pages := s3.NewListObjectsV2Paginator(b.client, &s3.ListObjectsV2Input{Bucket: &b.name, Prefix: &prefix})
	for pages.HasMorePages() && len(parts) <= maxParts {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, storeError(err)
		}
		for _, object := range page.Contents {
			key := aws.ToString(object.Key)
			if strings.HasSuffix(key, "/") {
				continue // So consoles mark folders.
			}
			parts = append(parts, b.part(key, strings.TrimPrefix(key, prefix), aws.ToString(object.ETag)))
		}
	}
	if len(parts) == 0 {
		return nil, errors.New("there is no object whose key begins like this")
	}
	return parts, nil
}

func (b bucket) part(key, below, tag string) download.Part {
	return download.Part{
		Path: below, ID: identity("s3", b.endpoint, b.name, key, tag),
		Open: func(ctx context.Context, want download.Span) (*download.Content, error) { return b.get(ctx, key, want) },
	}
}

func (b bucket) get(ctx context.Context, key string, want download.Span) (*download.Content, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	input := &s3.GetObjectInput{Bucket: &b.name, Key: &key}
	header := http.Header{}
	setRange(header, want)
	if span := header.Get("Range"); span != "" {
		input.Range = &span
		if want.Version != "" {
			input.IfMatch = &want.Version
		}
	}
	object, err := b.client.GetObject(ctx, input)
	if err != nil {
		cancel(nil)
		return nil, storeError(err)
	}
	content := &download.Content{
		Body: newStallReader(object.Body, b.stall, cancel),
		Size: aws.ToInt64(object.ContentLength), Version: aws.ToString(object.ETag), Ranges: true,
	}
	if object.ContentLength == nil {
		content.Size = -1
	}
	if object.ContentRange != nil {
		if err := place(content, *object.ContentRange, want); err != nil {
			_ = content.Body.Close()
			return nil, err
		}
	}
	return content, nil
}
