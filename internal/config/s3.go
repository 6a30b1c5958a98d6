// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"regexp"
	"slices"
	"strings"
)

// S3 is where and how to publish to a bucket.
type S3 struct {
	// AccessKeyID and SecretAccessKey are both set or both not. If they are not, the SDK looks for credentials itself,
	// for example those of the pod's service account.
	AccessKeyID, SecretAccessKey Secret
	// Region of the buckets. Servers that know no regions want one all the same, usually us-east-1.
	Region string
	// BucketOutput is the bucket for outputs and algorithm logs.
	BucketOutput string
	// BucketAdminLogs is the bucket for the admin logs. Empty: they are not uploaded.
	BucketAdminLogs string
	// Endpoint is the URL of a server other than AWS. Empty: AWS.
	Endpoint string
	// Encryption is how the server encrypts objects, KMSKeyID with which key. Empty: as the bucket has it.
	Encryption, KMSKeyID string
	// StorageClass of the objects. Empty: the server's default.
	StorageClass string
}

func (r *reader) s3() *S3 {
	s := &S3{
		AccessKeyID:     r.secret("AWS_ACCESS_KEY_ID"),
		SecretAccessKey: r.secret("AWS_SECRET_ACCESS_KEY"),
		Region:          r.matching("AWS_REGION", isPlain, wantPlain),
		BucketOutput:    r.matching("AWS_BUCKET_OUTPUT", isBucket, wantBucket),
		BucketAdminLogs: r.matching("AWS_BUCKET_ADMINLOGS", isBucket, wantBucket),
		Endpoint:        written(r.address("AWS_ENDPOINT_URL")),
	}
	s.Encryption = r.matching("AWS_SSE", isEncryption, "AES256, aws:kms or aws:kms:dsse")
	s.KMSKeyID = r.matching("AWS_SSE_KMS_KEY_ID", isPlain, wantPlain)
	s.StorageClass = r.matching("AWS_STORAGE_CLASS", isStorageClass, "the name of a storage class such as STANDARD_IA")
	if s.KMSKeyID != "" && !strings.HasPrefix(s.Encryption, "aws:kms") {
		r.wrong("AWS_SSE_KMS_KEY_ID", "unset, or AWS_SSE=aws:kms: no other encryption has a key of yours")
	}
	if r.given("AWS_REGION") == "" {
		r.missing("AWS_REGION", "the region of AWS_BUCKET_OUTPUT, such as eu-central-1; us-east-1 where there are none")
	}
	if s.AccessKeyID.IsSet() && !s.SecretAccessKey.IsSet() {
		r.missing("AWS_SECRET_ACCESS_KEY", "the secret half of AWS_ACCESS_KEY_ID, or neither of the two")
	}
	if s.SecretAccessKey.IsSet() && !s.AccessKeyID.IsSet() {
		r.missing("AWS_ACCESS_KEY_ID", "the public half of AWS_SECRET_ACCESS_KEY, or neither of the two")
	}
	return s
}

func (s *S3) values() []Value {
	return []Value{
		{"AWS_REGION", s.Region},
		{"AWS_BUCKET_OUTPUT", s.BucketOutput},
		{"AWS_BUCKET_ADMINLOGS", s.BucketAdminLogs},
		{"AWS_ENDPOINT_URL", s.Endpoint},
		{"AWS_SSE", s.Encryption},
		{"AWS_SSE_KMS_KEY_ID", s.KMSKeyID},
		{"AWS_STORAGE_CLASS", s.StorageClass},
	}
}

func isEncryption(s string) bool {
	return slices.Contains([]string{"AES256", "aws:kms", "aws:kms:dsse"}, s)
}

// isStorageClass takes any name: servers other than AWS have classes of their own.
var isStorageClass = regexp.MustCompile(`^[A-Z][A-Z0-9_-]{0,63}$`).MatchString
