// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// zeroKey has the form of a key, but is none.
const zeroKey = "0000000000000000000000000000000000000000000000000000000000000000"

var mistakeTests = []struct {
	name string
	vars map[string]string
	want string
}{
	{
		"a url with a space", map[string]string{"IPFS_OUTPUT": "foo bar"},
		`IPFS_OUTPUT: got "foo bar": want an http(s) URL such as http://ipfs:5001`,
	},
	{
		"a url of another scheme", map[string]string{"IPFS_ADMINLOGS": "ftp://ipfs"},
		`IPFS_ADMINLOGS: got "ftp://ipfs": want an http(s) URL such as http://ipfs:5001`,
	},
	{
		"a port that is none", map[string]string{"IPFS_OUTPUT": "ipfs:70000"},
		`IPFS_OUTPUT: got "ipfs:70000": want an http(s) URL such as http://ipfs:5001`,
	},
	{
		"a key in an address's place", map[string]string{"IPFS_OUTPUT": zeroKey},
		"IPFS_OUTPUT: got " + strconv.Quote(zeroKey) + ": want an http(s) URL such as http://ipfs:5001",
	},
	{
		"a colon without a port", map[string]string{"IPFS_OUTPUT": "http:?a=b"},
		`IPFS_OUTPUT: got "http:?…": want an http(s) URL such as http://ipfs:5001`,
	},
	{
		"credentials in a url", map[string]string{"IPFS_OUTPUT": "http://me:hush@ipfs:5001"},
		"IPFS_OUTPUT: got a URL with a user name: want a URL without one: credentials have variables of their own",
	},
	{
		"credentials in a broken url", map[string]string{"IPFS_OUTPUT": "me:hush@ipfs:x"},
		"IPFS_OUTPUT: got 14 characters: want an http(s) URL such as http://ipfs:5001",
	},
	{
		"a key in the place of its file", map[string]string{"OPERATOR_PRIVATE_KEY_FILE": testKey},
		"OPERATOR_PRIVATE_KEY_FILE: got 66 characters: want the absolute path of a file; the key itself belongs into OPERATOR_PRIVATE_KEY",
	},
	{
		"a network that is none", map[string]string{"ALLOWED_NETWORKS": "10.0.0.0/8, 10.0.0.1"},
		`ALLOWED_NETWORKS: got "10.0.0.1": want a comma-separated list, each part a network such as 10.96.0.0/12, or the word private for all private networks`,
	},
	{
		"an image's pattern with half a wildcard", map[string]string{"ALLOWED_IMAGES": "ghcr.io/team**"},
		`ALLOWED_IMAGES: got "ghcr.io/team**": want a comma-separated list, each part an image's name or a pattern such as python:3.* or ghcr.io/team/**`,
	},
	{
		"a sha256 in capitals", map[string]string{"ALLOWED_IMAGES": "python", "ALLOWED_ALGORITHMS": "ABCD"},
		`ALLOWED_ALGORITHMS: got "ABCD": want a comma-separated list, each part a sha256 of 64 hex digits in lower case`,
	},
	{
		"a list of algorithms without one of images", map[string]string{"ALLOWED_ALGORITHMS": strings.Repeat("ab", 32)},
		"ALLOWED_IMAGES: not set: want the images that algorithms of ALLOWED_ALGORITHMS may run in: in an image of his own a consumer runs whatever he likes",
	},
	{
		"a provider with a path", map[string]string{"OCEAN_PROVIDERS": "https://provider/api"},
		`OCEAN_PROVIDERS: got "https://provider/api": want a comma-separated list, each part the URL of a server without a path, such as https://provider.example.com`,
	},
	{
		"two ways to IPFS", map[string]string{"INPUT_IPFS_API": "ipfs:5001", "INPUT_IPFS_GATEWAY": "https://gateway"},
		`INPUT_IPFS_GATEWAY: got "https://gateway": want to be unset, because INPUT_IPFS_API is set: blocks come from one of the two`,
	},
	{
		"a way to isolate that is none", map[string]string{"ISOLATION": "strict", "ISOLATION_INTERVAL": "1s"},
		"ISOLATION: got \"strict\": want one of warn, enforce, off\n" +
			"ISOLATION_INTERVAL: got \"1s\": want a duration between 1m and 720h, such as 90s, 10m or 12h; a bare number is seconds",
	},
	{
		"a target that has to be resolved", map[string]string{"ISOLATION_TARGETS": "example.com:80"},
		`ISOLATION_TARGETS: got "example.com:80": want a comma-separated list, each part an IP address with a port, such as 1.1.1.1:53, or the one word none`,
	},
	{
		"more targets than a probe can tell of",
		map[string]string{"ISOLATION_TARGETS": "10.0.0.1:1,10.0.0.1:2,10.0.0.1:3,10.0.0.1:4,10.0.0.1:5,10.0.0.1:6,10.0.0.1:7,10.0.0.1:8,10.0.0.1:9"},
		`ISOLATION_TARGETS: got "10.0.0.1:1,10.0.0.1:2,10.0.0.1:3,10.0.0.1:4,10.0.0.1:5,10.0.0.1:6,10.0.0.1:7,10.0.0.1:8,10.0.0.1:9": want at most 8 addresses`,
	},
	{
		"isolation required where nothing can probe",
		map[string]string{"ISOLATION": "enforce", "OPERATOR_IMAGE": "", "POD_CONFIGURATION_CONTAINER": "a/c:1", "POD_PUBLISH_CONTAINER": "a/p:1"},
		"OPERATOR_IMAGE: not set: want an image reference such as registry.example.com/operator-engine:v1.2.3, because ISOLATION is enforce and the probes run from it",
	},
	{
		"a size that is none", map[string]string{"INPUT_MAX_BYTES": "much"},
		`INPUT_MAX_BYTES: got "much": want a number of bytes greater than zero, such as 100Mi`,
	},
	{
		"expiry on a plain node", map[string]string{"IPFS_EXPIRY_TIME": "3600"},
		`IPFS_EXPIRY_TIME: got "3600": want 0, or IPFS_TYPE=CLUSTER: a plain node keeps for ever what it is given, only an ipfs-cluster has an expiry`,
	},
	{
		"expiry below a second", map[string]string{"IPFS_EXPIRY_TIME": "1500ms", "IPFS_TYPE": "cluster"},
		`IPFS_EXPIRY_TIME: got "1500ms": want 0 to keep results for ever, or for how long in whole seconds, such as 3600, 90m, 12h or 720h for 30 days`,
	},
	{
		"expiry in words", map[string]string{"IPFS_EXPIRY_TIME": "12 hours", "IPFS_TYPE": "cluster"},
		`IPFS_EXPIRY_TIME: got "12 hours": want 0 to keep results for ever, or for how long in whole seconds, such as 3600, 90m, 12h or 720h for 30 days`,
	},
	{
		"expiry before now", map[string]string{"IPFS_EXPIRY_TIME": "-1h", "IPFS_TYPE": "cluster"},
		`IPFS_EXPIRY_TIME: got "-1h": want 0 to keep results for ever, or for how long in whole seconds, such as 3600, 90m, 12h or 720h for 30 days`,
	},
	{
		"an unknown type", map[string]string{"IPFS_TYPE": "KUBO"},
		`IPFS_TYPE: got "KUBO": want one of CLIENT, CLUSTER`,
	},
	{
		"credentials in what consumers get", map[string]string{"IPFS_OUTPUT_PREFIX": "https://me:hush@gateway/ipfs/"},
		"IPFS_OUTPUT_PREFIX: got 29 characters: want no user and password in it: consumers get it in every link",
	},
	{
		"admin logs for a bucket that is not used", map[string]string{"AWS_BUCKET_ADMINLOGS": "logs"},
		`AWS_BUCKET_ADMINLOGS: got "logs": want to be unset, or IPFS_ADMINLOGS: results go to IPFS, and so do the admin logs`,
	},
	{
		"no storage", map[string]string{"IPFS_OUTPUT": ""},
		"IPFS_OUTPUT: not set: want the URL of an IPFS API such as http://ipfs:5001, or AWS_BUCKET_OUTPUT with the name " +
			"of a bucket: there is nowhere to publish results to",
	},
	{
		"an encryption and a storage class that are none",
		map[string]string{"IPFS_OUTPUT": "", "AWS_BUCKET_OUTPUT": "bucket", "AWS_REGION": "r", "AWS_SSE": "aes", "AWS_STORAGE_CLASS": "cold store"},
		"AWS_SSE: got \"aes\": want AES256, aws:kms or aws:kms:dsse\n" +
			"AWS_STORAGE_CLASS: got \"cold store\": want the name of a storage class such as STANDARD_IA",
	},
	{
		"a key for an encryption that has none",
		map[string]string{"IPFS_OUTPUT": "", "AWS_BUCKET_OUTPUT": "bucket", "AWS_REGION": "r", "AWS_SSE": "AES256", "AWS_SSE_KMS_KEY_ID": "k"},
		`AWS_SSE_KMS_KEY_ID: got "k": want unset, or AWS_SSE=aws:kms: no other encryption has a key of yours`,
	},
	{
		"half a key pair and no region",
		map[string]string{"IPFS_OUTPUT": "", "AWS_BUCKET_OUTPUT": "b1", "AWS_ACCESS_KEY_ID": "id"},
		"AWS_REGION: not set: want the region of AWS_BUCKET_OUTPUT, such as eu-central-1; us-east-1 where there are none\n" +
			"AWS_SECRET_ACCESS_KEY: not set: want the secret half of AWS_ACCESS_KEY_ID, or neither of the two",
	},
	{
		"the other half", map[string]string{
			"IPFS_OUTPUT": "", "AWS_BUCKET_OUTPUT": "b1", "AWS_REGION": "r", "AWS_SECRET_ACCESS_KEY": "hush",
		},
		"AWS_ACCESS_KEY_ID: not set: want the public half of AWS_SECRET_ACCESS_KEY, or neither of the two",
	},
	{
		"a notice without a key", map[string]string{"NOTIFY_STOP_URL": "http://backend"},
		"OPERATOR_PRIVATE_KEY: not set: want 64 hex digits, because notices go to NOTIFY_STOP_URL and are signed",
	},
	{
		"a notice url that is none", map[string]string{"NOTIFY_START_URL": "://?token=hush", "OPERATOR_PRIVATE_KEY": testKey},
		"NOTIFY_START_URL: got 14 characters: want an http(s) URL such as https://backend.example.com/notify",
	},
	{
		"a key that is too short", map[string]string{"OPERATOR_PRIVATE_KEY": "0xdeadbeef12"},
		"OPERATOR_PRIVATE_KEY: got 12 characters: want 64 hex digits, with or without 0x before them",
	},
	{
		"a key out of range", map[string]string{"OPERATOR_PRIVATE_KEY": zeroKey},
		"OPERATOR_PRIVATE_KEY: got 64 characters: want a private key of secp256k1, which is neither zero nor too great",
	},
	{
		"names", map[string]string{"NODE_SELECTOR": `x"y`, "SERVICE_ACCOUNT": "A", "PULL_SECRET": "a b"},
		`PULL_SECRET: got "a b": want the name of a Kubernetes object: lower-case letters, digits, dashes and dots` + "\n" +
			`SERVICE_ACCOUNT: got "A": want the name of a Kubernetes object: lower-case letters, digits, dashes and dots` + "\n" +
			`NODE_SELECTOR: got "x\"y": want a label's value: at most 63 letters, digits, dashes, underscores and dots`,
	},
	{
		"no image", map[string]string{"OPERATOR_IMAGE": ""},
		"POD_CONFIGURATION_CONTAINER: not set: want " + wantImage + ", here or in OPERATOR_IMAGE\n" +
			"POD_PUBLISH_CONTAINER: not set: want " + wantImage + ", here or in OPERATOR_IMAGE",
	},
	{
		"an image that is none", map[string]string{"OPERATOR_IMAGE": "a b", "POD_PUBLISH_CONTAINER": "c d"},
		`POD_CONFIGURATION_CONTAINER: got OPERATOR_IMAGE="a b": want ` + wantImage + "\n" +
			`POD_PUBLISH_CONTAINER: got "c d": want ` + wantImage,
	},
	{
		"no namespace", map[string]string{"POD_NAMESPACE": ""},
		"WATCH_NAMESPACES: not set: want a comma-separated list of namespaces, because POD_NAMESPACE is not set either",
	},
	{
		"a namespace that is none", map[string]string{"WATCH_NAMESPACES": "a,*"},
		`WATCH_NAMESPACES: got "*": want a comma-separated list, each part ` + wantNamespace,
	},
	{
		"a broken pattern", map[string]string{"ALLOWED_SECRETS": "a*,[b"},
		`ALLOWED_SECRETS: got "[b": want a comma-separated list, each part ` + wantGlob,
	},
	{
		"a broken pattern of devices", map[string]string{"ALLOWED_RESOURCES": "nvidia.com/[g"},
		`ALLOWED_RESOURCES: got "nvidia.com/[g": want a comma-separated list, each part ` + wantGlob + ", such as nvidia.com/*",
	},
	{
		"switches and numbers",
		map[string]string{"DEBUG_NO_CLEANUP": "maybe", "MAX_JOBS": "-1", "LOG_MAX_BYTES": "0", "LOG_LEVEL": "loud"},
		`LOG_LEVEL: got "loud": want one of debug, info, warn, error` + "\n" +
			`DEBUG_NO_CLEANUP: got "maybe": want true or false` + "\n" +
			`MAX_JOBS: got "-1": want a whole number between 0 and 1000000` + "\n" +
			`LOG_MAX_BYTES: got "0": want a number of bytes greater than zero, such as 100Mi`,
	},
	{
		"durations", map[string]string{"PENDING_TIMEOUT": "0", "PUBLISH_TIMEOUT": "soon", "GRACE_SECONDS": "-1"},
		`PENDING_TIMEOUT: got "0": want a duration between 1s and 2400h, such as 90s, 10m or 12h; a bare number is seconds` + "\n" +
			`GRACE_SECONDS: got "-1": want a duration between 0s and 1h, such as 90s, 10m or 12h; a bare number is seconds` + "\n" +
			`PUBLISH_TIMEOUT: got "soon": want a duration between 1s and 2400h, such as 90s, 10m or 12h; a bare number is seconds`,
	},
}

func TestMistakesNameWhatWasGotAndWhatIsWanted(t *testing.T) {
	for _, tt := range mistakeTests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Load(environment(least(tt.vars)))
			if err == nil {
				t.Fatal("no mistake was found")
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(Config{}, got); diff != "" {
				t.Errorf("a config came with the error:\n%s", diff)
			}
		})
	}
}

func TestALongValueIsCut(t *testing.T) {
	_, err := Load(environment(least(map[string]string{"IPFS_TYPE": strings.Repeat("é", 500)})))
	if err == nil || len(err.Error()) > 300 {
		t.Errorf("got %v", err)
	}
}

func TestAStartThatMustBeAcceptedNeedsSomebodyToAcceptIt(t *testing.T) {
	_, err := Load(environment(map[string]string{"NOTIFY_START_REQUIRED": "true"}))
	if err == nil || !strings.Contains(err.Error(), "NOTIFY_START_URL: not set: want an http(s) URL, because NOTIFY_START_REQUIRED is true") {
		t.Errorf("got %v", err)
	}
}

func TestThereIsOneKey(t *testing.T) {
	_, err := Load(environment(map[string]string{"OPERATOR_PRIVATE_KEY": testKey, "OPERATOR_PRIVATE_KEY_FILE": "/key"}))
	if err == nil || !strings.Contains(err.Error(), `OPERATOR_PRIVATE_KEY_FILE: got "/key": want to be the only key`) {
		t.Errorf("got %v", err)
	}
	_, err = Load(environment(map[string]string{"NOTIFY_STOP_URL": "http://backend", "OPERATOR_PRIVATE_KEY_FILE": "/key"}))
	if err == nil || strings.Contains(err.Error(), "OPERATOR_PRIVATE_KEY") {
		t.Errorf("a key in a file does not do: %v", err)
	}
}
