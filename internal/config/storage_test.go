// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestStorageIsIPFSFirstAndS3Second(t *testing.T) {
	both := map[string]string{"IPFS_OUTPUT": "ipfs:5001", "AWS_BUCKET_OUTPUT": "results", "AWS_REGION": "r"}
	s, err := LoadStorage(environment(both))
	if err != nil || s.IPFS == nil || s.S3 != nil {
		t.Errorf("with both configured: %+v, %v", s, err)
	}
	delete(both, "IPFS_OUTPUT")
	s, err = LoadStorage(environment(both))
	if err != nil || s.IPFS != nil || s.S3 == nil {
		t.Errorf("with S3 configured: %+v, %v", s, err)
	}
}

func TestOldSettingsWithoutASchemeAreHTTP(t *testing.T) {
	s, err := LoadStorage(environment(map[string]string{"IPFS_OUTPUT": "ipfs.example.com:5001"}))
	if err != nil {
		t.Fatal(err)
	}
	if got := s.IPFS.OutputURL.String(); got != "http://ipfs.example.com:5001" {
		t.Errorf("got %s", got)
	}
}

func TestAPrefixEndsSoThatACIDCanFollow(t *testing.T) {
	for given, want := range map[string]string{
		"":                                 "",
		"ipfs://":                          "ipfs://",
		"gateway.example.com:8080/ipfs/":   "gateway.example.com:8080/ipfs/",
		"https://gateway.example.com/ipfs": "https://gateway.example.com/ipfs/",
		"http://node:5001/api/v0/cat?arg=": "http://node:5001/api/v0/cat?arg=",
	} {
		s, err := LoadStorage(environment(map[string]string{"IPFS_OUTPUT": "ipfs", "IPFS_OUTPUT_PREFIX": given}))
		if err != nil || s.IPFS.OutputPrefix != want {
			t.Errorf("prefix %q: got %v, %v; want %q", given, s.IPFS, err, want)
		}
	}
}

func TestExpiryIsADurationOrSeconds(t *testing.T) {
	for given, want := range map[string]time.Duration{"12h": 12 * time.Hour, "3600": time.Hour, "0": 0, "": 0} {
		s, err := LoadStorage(environment(map[string]string{
			"IPFS_OUTPUT": "ipfs", "IPFS_TYPE": "CLUSTER", "IPFS_EXPIRY_TIME": given,
		}))
		if err != nil || s.IPFS.Expiry != want {
			t.Errorf("expiry %q: got %v, %v; want %s", given, s.IPFS, err, want)
		}
	}
}

// The publish Job is given Values and SecretValues; what it loads from them must be what the operator loaded.
func TestStorageSurvivesTheWayIntoAJob(t *testing.T) {
	tests := map[string]map[string]string{
		"ipfs": {
			"IPFS_OUTPUT": "ipfs:5001", "IPFS_OUTPUT_PREFIX": "https://gw/ipfs", "IPFS_ADMINLOGS": "https://logs",
			"IPFS_TYPE": "CLUSTER", "IPFS_EXPIRY_TIME": "90m", "IPFS_API_KEY": "hush", "IPFS_API_CLIENT": "me",
		},
		"s3": {
			"AWS_BUCKET_OUTPUT": "results", "AWS_BUCKET_ADMINLOGS": "logs", "AWS_REGION": "r", "AWS_ENDPOINT_URL": "s3:9000",
			"AWS_SSE": "aws:kms", "AWS_SSE_KMS_KEY_ID": "arn:aws:kms:r:1:key/k", "AWS_STORAGE_CLASS": "STANDARD_IA",
			"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "hush",
		},
		"s3 with the SDK's own credentials": {"AWS_BUCKET_OUTPUT": "results", "AWS_REGION": "r"},
	}
	for name, vars := range tests {
		t.Run(name, func(t *testing.T) {
			want, err := LoadStorage(environment(vars))
			if err != nil {
				t.Fatal(err)
			}
			job := map[string]string{}
			for _, v := range want.Values() {
				job[v.Name] = v.Value
			}
			for _, v := range want.SecretValues() {
				if v.Known != (vars[v.Name] != "") {
					t.Errorf("%s: known is %t", v.Name, v.Known)
				}
				if _, plain := job[v.Name]; plain {
					t.Errorf("%s is both a value and a secret", v.Name)
				}
				job[v.Name] = vars[v.Name]
			}
			got, err := LoadStorage(environment(job))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("storage (-operator +job):\n%s", diff)
			}
		})
	}
}

func TestWithoutAPlaceForResultsAllElseThatIsWrongIsToldToo(t *testing.T) {
	_, err := LoadStorage(environment(map[string]string{
		"IPFS_TYPE": "KUBO", "IPFS_ADMINLOGS": "ftp://x", "IPFS_EXPIRY_TIME": "abc",
		"AWS_ACCESS_KEY_ID": "id", "AWS_ENDPOINT_URL": "ftp://x", "AWS_BUCKET_ADMINLOGS": "x y",
	}))
	if err == nil {
		t.Fatal("they were taken")
	}
	for _, name := range []string{
		"IPFS_TYPE", "IPFS_ADMINLOGS", "IPFS_EXPIRY_TIME", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_ENDPOINT_URL", "AWS_BUCKET_ADMINLOGS", "IPFS_OUTPUT",
	} {
		if !strings.Contains(err.Error(), name+": ") {
			t.Errorf("nothing is said of %s:\n%v", name, err)
		}
	}
}

func TestAdminLogsNeverGoNowhereInSilence(t *testing.T) {
	_, err := LoadStorage(environment(map[string]string{"AWS_BUCKET_OUTPUT": "results", "AWS_REGION": "r", "IPFS_ADMINLOGS": "ipfs"}))
	if err == nil || !strings.Contains(err.Error(), "AWS_BUCKET_ADMINLOGS: results go to S3") {
		t.Errorf("got %v", err)
	}
}
