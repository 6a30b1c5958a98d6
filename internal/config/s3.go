// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

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
	}
}
