// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"context"
	"crypto/md5" //nolint:gosec // servers name parts by it; it protects nothing
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// leftovers are what an earlier attempt has brought into the bucket.
type leftovers struct {
	// sizes are those of whole objects, by key.
	sizes map[string]int64
	// unfinished are the uploads in parts that were not put together, by key.
	unfinished map[string][]string
	// known tells that the server lets us look. If not, everything is sent again.
	known bool
}

// look asks the server what is there already. A first attempt finds nothing, which takes two requests however many files
// there are.
func (u *S3) look(ctx context.Context, files []File) (leftovers, error) {
	left := leftovers{sizes: map[string]int64{}, unfinished: map[string][]string{}}
	prefix := aws.String(u.prefix + "/" + commonPrefix(files))
	objects := s3.NewListObjectsV2Paginator(u.client, &s3.ListObjectsV2Input{Bucket: aws.String(u.bucket), Prefix: prefix})
	for objects.HasMorePages() {
		page, err := objects.NextPage(ctx)
		if err != nil {
			return leftovers{}, unlessRefused(err)
		}
		for _, object := range page.Contents {
			left.sizes[aws.ToString(object.Key)] = aws.ToInt64(object.Size)
		}
	}
	uploads := s3.NewListMultipartUploadsPaginator(u.client, &s3.ListMultipartUploadsInput{Bucket: aws.String(u.bucket), Prefix: prefix})
	for uploads.HasMorePages() {
		page, err := uploads.NextPage(ctx)
		if err != nil {
			left.unfinished = nil
			return left, unlessRefused(err)
		}
		for _, upload := range page.Uploads {
			key := aws.ToString(upload.Key)
			left.unfinished[key] = append(left.unfinished[key], aws.ToString(upload.UploadId))
		}
	}
	left.known = true
	return left, nil
}

// commonPrefix is what all names begin with.
func commonPrefix(files []File) string {
	prefix := files[0].Name
	for _, file := range files {
		for !strings.HasPrefix(file.Name, prefix) {
			prefix = prefix[:len(prefix)-1]
		}
	}
	return prefix
}

// unlessRefused is nil if the server does not let us look, or does not know how: that is no reason not to upload.
func unlessRefused(err error) error {
	if err == nil {
		return nil
	}
	var answer *awshttp.ResponseError
	if !errors.As(err, &answer) {
		return err
	}
	switch answer.HTTPStatusCode() {
	case http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented, http.StatusBadRequest:
		return nil
	}
	return err
}

// goOn finds among unfinished uploads one whose parts are those of our file, and says which are there. The others are
// cleared away: nobody will put them together.
func (u *S3) goOn(ctx context.Context, p *parts, ids []string) (id string, done []types.CompletedPart, err error) {
	for _, candidate := range ids {
		found, err := u.sentParts(ctx, p, candidate)
		if unlessRefused(err) != nil {
			return "", nil, err
		}
		if found == nil || id != "" {
			u.abort(ctx, p.key, candidate)
			continue
		}
		id, done = candidate, found
	}
	return id, done, nil
}

// sentParts are the parts of an upload, or nil unless each is what it would be if it were sent now.
func (u *S3) sentParts(ctx context.Context, p *parts, id string) ([]types.CompletedPart, error) {
	done := make([]types.CompletedPart, len(p.digests))
	pages := s3.NewListPartsPaginator(u.client, &s3.ListPartsInput{
		Bucket: aws.String(u.bucket), Key: aws.String(p.key), UploadId: aws.String(id),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, part := range page.Parts {
			n := int(aws.ToInt32(part.PartNumber)) - 1
			if n < 0 || n >= len(done) || aws.ToInt64(part.Size) != p.length(n) || !p.isPart(n, part) {
				return nil, nil
			}
			done[n] = types.CompletedPart{PartNumber: part.PartNumber, ETag: part.ETag, ChecksumSHA256: u.checksum(p.digests[n])}
		}
	}
	return done, nil
}

// isPart compares by the checksum that AWS keeps, and elsewhere by what names a part almost everywhere: its MD5.
func (p *parts) isPart(n int, part types.Part) bool {
	if sum := aws.ToString(part.ChecksumSHA256); sum != "" {
		return sum == base64.StdEncoding.EncodeToString(p.digests[n][:])
	}
	sum := md5.New() //nolint:gosec // see above
	_, err := io.Copy(sum, p.part(int64(n)*p.size, p.length(n)))
	return err == nil && strings.Trim(aws.ToString(part.ETag), `"`) == hex.EncodeToString(sum.Sum(nil))
}

// clear ends uploads of an earlier attempt that no file went on with.
func (u *S3) clear(ctx context.Context, files []File, left leftovers) {
	for key, ids := range left.unfinished {
		if slices.ContainsFunc(files, func(f File) bool { return u.key(f.Name) == key && f.Size > s3OnTheWay }) {
			continue
		}
		for _, id := range ids {
			u.abort(ctx, key, id)
		}
	}
}
