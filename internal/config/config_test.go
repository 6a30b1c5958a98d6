// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/internal/imageref"
)

// A key for tests only, and what it is known by.
const (
	testKey     = "0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"
	testAddress = "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23"
)

// environment is a lookup over the given variables.
func environment(vars map[string]string) Lookup {
	return func(name string) (string, bool) {
		v, ok := vars[name]
		return v, ok
	}
}

// least is the smallest environment that loads.
func least(more map[string]string) map[string]string {
	vars := map[string]string{
		"IPFS_OUTPUT":    "http://ipfs:5001",
		"POD_NAMESPACE":  "ocean-compute",
		"OPERATOR_IMAGE": "operator-engine:v0.1.0",
	}
	for name, value := range more {
		vars[name] = value
	}
	return vars
}

func mustParse(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestTheSmallestEnvironmentGivesTheDefaults(t *testing.T) {
	got, err := Load(environment(least(nil)))
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Operator: Operator{
			Namespaces: []string{"ocean-compute"}, Namespace: "ocean-compute", TemplatesDir: "/templates", LogLevel: LogInfo,
		},
		Storage: Storage{IPFS: &IPFS{
			Type: IPFSClient, OutputURL: mustParse(t, "http://ipfs:5001"),
		}},
		Notify: Notify{Timeout: 15 * time.Second, RetryTime: 24 * time.Hour, DeletedTime: 10 * time.Minute},
		Jobs: Jobs{
			ConfigureImage: "operator-engine:v0.1.0", PublishImage: "operator-engine:v0.1.0", PullPolicy: PullIfNotPresent,
			ServiceAccount: "ocean-jobs", CredentialsSecret: "operator-engine-credentials", CarryRequests: true,
		},
		Inputs: Inputs{S3Region: "us-east-1"},
		Limits: Limits{
			SystemRetries: 3, PendingTimeout: 10 * time.Minute, Grace: 30 * time.Second, LogMaxBytes: 100 << 20,
			OutputMaxBytes: 1 << 40, OutputMaxFiles: 100_000,
			ConfigureTimeout: 6 * time.Hour, FilterTimeout: time.Hour, PublishTimeout: 6 * time.Hour,
			PublishRetryTime: time.Hour, ResultsRetention: 24 * time.Hour, NodeLost: 10 * time.Minute,
		},
		Isolation: Isolation{
			Mode: IsolationWarn, Interval: time.Hour, Image: "operator-engine:v0.1.0",
			Addresses: []string{"169.254.169.254:80", "1.1.1.1:53", "[2606:4700:4700::1111]:53"},
		},
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" {
		t.Errorf("config (-want +got):\n%s", diff)
	}
}

func TestEveryVariableCanBeSet(t *testing.T) {
	got, err := Load(environment(map[string]string{
		"OPERATOR_PRIVATE_KEY": testKey + "\n", "NOTIFY_START_URL": "https://backend/start?token=t", "NOTIFY_STOP_URL": "backend/stop",
		"AWS_BUCKET_OUTPUT": "results", "AWS_BUCKET_ADMINLOGS": "logs", "AWS_REGION": "eu-central-1",
		"AWS_ENDPOINT_URL": "http://s3:7070", "AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "hush",
		"STORAGE_CLASS": "fast", "SERVICE_ACCOUNT": "jobs", "NODE_SELECTOR": "compute", "POD_CONFIGURATION_CONTAINER": "a/c:1",
		"POD_PUBLISH_CONTAINER": "a/p@sha256:12", "FILTERING_CONTAINER": "localhost:5000/f", "PULL_SECRET": "pull",
		"PULL_POLICY": "always", "DEBUG_NO_CLEANUP": "Yes", "LOG_LEVEL": "WARNING", "WATCH_NAMESPACES": "b, a,b,,",
		"CREDENTIALS_SECRET": "creds", "TEMPLATES_DIR": "/t", "ALLOWED_SECRETS": "dataset-*, one", "ALLOWED_CLAIMS": "c?", "ALLOW_NETWORK": "true",
		"ALLOWED_IMAGES": "python, ghcr.io/team/**", "REQUIRE_DIGEST": "true", "ALLOWED_ALGORITHMS": strings.Repeat("ab", 32),
		"RUNTIME_CLASS": "gvisor", "ALLOWED_RUNTIME_CLASSES": "kata-*", "ALLOWED_RESOURCES": "nvidia.com/*, hugepages-2Mi",
		"MAX_JOBS": "4", "SYSTEM_RETRIES": "0", "PENDING_TIMEOUT": "90", "GRACE_SECONDS": "5s", "LOG_MAX_BYTES": "1k",
		"OUTPUT_MAX_BYTES": "5Gi", "OUTPUT_MAX_FILES": "10",
		"CONFIGURE_TIMEOUT": "1h", "FILTER_TIMEOUT": "2h", "PUBLISH_TIMEOUT": "3h", "PUBLISH_RETRY_TIME": "0",
		"NOTIFY_START_REQUIRED": "true", "NOTIFY_TIMEOUT": "3", "NOTIFY_RETRY_TIME": "2h", "NOTIFY_DELETED_TIME": "1m",
		"RESULTS_RETENTION": "4h", "NODE_LOST_SECONDS": "1", "CARRY_REQUESTS": "false",
		"INPUT_MAX_BYTES": "2Ki", "ALLOWED_NETWORKS": "10.96.0.0/12, fd12::/16", "INPUT_S3_ENDPOINT_URL": "s3:7070",
		"INPUT_S3_REGION": "here", "INPUT_IPFS_GATEWAY": "https://gateway", "OCEAN_PROVIDERS": "https://a, http://b:8030",
		"OPERATOR_IMAGE": "a/o:1", "ISOLATION": "Enforce", "ISOLATION_INTERVAL": "600", "ISOLATION_TARGETS": "10.0.0.1:80, [fd00::1]:53",
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Operator: Operator{Namespaces: []string{"b", "a"}, TemplatesDir: "/t", LogLevel: LogWarn},
		Storage: Storage{S3: &S3{
			AccessKeyID: NewSecret("id"), SecretAccessKey: NewSecret("hush"), Region: "eu-central-1", BucketOutput: "results",
			BucketAdminLogs: "logs", Endpoint: "http://s3:7070",
		}},
		Notify: Notify{
			StartURL: NewSecret("https://backend/start?token=t"), StopURL: NewSecret("http://backend/stop"),
			PrivateKey: NewSecret(testKey), Address: testAddress,
			StartRequired: true, Timeout: 3 * time.Second, RetryTime: 2 * time.Hour, DeletedTime: time.Minute,
		},
		Jobs: Jobs{
			ConfigureImage: "a/c:1", PublishImage: "a/p@sha256:12", FilterImage: "localhost:5000/f", PullPolicy: PullAlways,
			PullSecret: "pull", ServiceAccount: "jobs", NodeSelector: "compute", StorageClass: "fast", RuntimeClass: "gvisor", CredentialsSecret: "creds",
			KeepObjects: true,
		},
		Inputs: Inputs{
			MaxBytes: 2048, Networks: []netip.Prefix{netip.MustParsePrefix("10.96.0.0/12"), netip.MustParsePrefix("fd12::/16")},
			S3Endpoint: "http://s3:7070", S3Region: "here", IPFSGateway: "https://gateway",
			Providers: []string{"https://a", "http://b:8030"},
		},
		Limits: Limits{
			MaxJobs: 4, PendingTimeout: 90 * time.Second, Grace: 5 * time.Second, LogMaxBytes: 1000, OutputMaxBytes: 5 << 30, OutputMaxFiles: 10, ConfigureTimeout: time.Hour,
			FilterTimeout: 2 * time.Hour, PublishTimeout: 3 * time.Hour, ResultsRetention: 4 * time.Hour, NodeLost: time.Second,
		},
		Access: Access{Secrets: Globs{"dataset-*", "one"}, Claims: Globs{"c?"}, Network: true, Images: imagePatterns(t, "python", "ghcr.io/team/**"),
			RequireDigest: true, Algorithms: []string{strings.Repeat("ab", 32)}, RuntimeClasses: Globs{"kata-*"}, Resources: Globs{"nvidia.com/*", "hugepages-2Mi"}},
		Isolation: Isolation{Mode: IsolationEnforce, Interval: 10 * time.Minute, Addresses: []string{"10.0.0.1:80", "[fd00::1]:53"}, Image: "a/o:1"},
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b }), cmp.AllowUnexported(imageref.Pattern{})); diff != "" {
		t.Errorf("config (-want +got):\n%s", diff)
	}
}

func TestAnEmptyVariableIsAnUnsetOne(t *testing.T) {
	vars := least(nil)
	for _, group := range Variables() {
		for _, v := range group.Variables {
			if vars[v.Name] == "" {
				vars[v.Name] = " "
			}
		}
	}
	got, err := Load(environment(vars))
	if err != nil {
		t.Fatal(err)
	}
	want, err := Load(environment(least(nil)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" {
		t.Errorf("config (-unset +empty):\n%s", diff)
	}
}

func TestGlobsMatchWholeNames(t *testing.T) {
	globs := Globs{"dataset-*", "one"}
	for name, want := range map[string]bool{"dataset-1": true, "one": true, "xone": false, "dataset": false, "": false} {
		if globs.Match(name) != want {
			t.Errorf("Match(%q) is %t", name, !want)
		}
	}
	if (Globs)(nil).Match("one") {
		t.Error("no globs allow a name")
	}
}

func imagePatterns(t *testing.T, texts ...string) []imageref.Pattern {
	t.Helper()
	var all []imageref.Pattern
	for _, text := range texts {
		p, err := imageref.ParsePattern(text)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}
