// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import "slices"

// Storage is where results go: exactly one of the two is set.
type Storage struct {
	// IPFS is a plain node or a cluster. It comes first when both are configured.
	IPFS *IPFS
	// S3 is a bucket of AWS or of anything that speaks its protocol.
	S3 *S3
}

// LoadStorage reads only what the publish Job needs, with the same rules as Load.
func LoadStorage(lookup Lookup) (Storage, error) {
	r := &reader{lookup: lookup}
	s := r.storage()
	if err := r.mistakes.err(); err != nil {
		return Storage{}, err
	}
	return s, nil
}

func (r *reader) storage() Storage {
	switch {
	case r.given("IPFS_OUTPUT") != "":
		r.astray("AWS_BUCKET_ADMINLOGS", "IPFS_ADMINLOGS", "IPFS")
		return Storage{IPFS: r.ipfs()}
	case r.given("AWS_BUCKET_OUTPUT") != "":
		r.astray("IPFS_ADMINLOGS", "AWS_BUCKET_ADMINLOGS", "S3")
		return Storage{S3: r.s3()}
	}
	r.ipfs() // Whatever is wrong is told at once.
	if r.anyGiven("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_BUCKET_ADMINLOGS", "AWS_ENDPOINT_URL") {
		r.s3()
	}
	r.missing("IPFS_OUTPUT", "the URL of an IPFS API such as http://ipfs:5001, or AWS_BUCKET_OUTPUT with the name of a "+
		"bucket: there is nowhere to publish results to")
	return Storage{}
}

// astray refuses a place for admin logs that would never see any, as results go elsewhere and the admin logs with them.
func (r *reader) astray(name, instead, to string) {
	if r.given(name) != "" && r.given(instead) == "" {
		r.wrong(name, "to be unset, or "+instead+": results go to "+to+", and so do the admin logs")
	}
}

func (r *reader) anyGiven(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return r.given(name) != "" })
}

// Value is a variable that may stand in a Job as it is.
type Value struct {
	Name, Value string
}

// SecretValue is a variable that a Job may only have by reference to a Secret.
type SecretValue struct {
	Name string
	// Known is true if the operator itself has the variable, so that the Secret must have it too.
	Known bool
}

// Values are the settings that a publish Job needs to load the same Storage, but for the secret ones. Unset ones are
// left out.
func (s Storage) Values() []Value {
	var all []Value
	switch {
	case s.IPFS != nil:
		all = s.IPFS.values()
	case s.S3 != nil:
		all = s.S3.values()
	}
	set := all[:0]
	for _, v := range all {
		if v.Value != "" {
			set = append(set, v)
		}
	}
	return set
}

// SecretValues are the secret settings that a publish Job may need. The operator need not have them itself: the Secret
// of the workflow's namespace does.
func (s Storage) SecretValues() []SecretValue {
	switch {
	case s.IPFS != nil:
		return []SecretValue{
			{Name: "IPFS_API_KEY", Known: s.IPFS.APIKey.IsSet()},
			{Name: "IPFS_API_CLIENT", Known: s.IPFS.APIClient.IsSet()},
		}
	case s.S3 != nil:
		return []SecretValue{
			{Name: "AWS_ACCESS_KEY_ID", Known: s.S3.AccessKeyID.IsSet()},
			{Name: "AWS_SECRET_ACCESS_KEY", Known: s.S3.SecretAccessKey.IsSet()},
		}
	}
	return nil
}
