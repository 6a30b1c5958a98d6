// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/oceanprotocol/operator-engine/internal/configure/guard"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// withStore lets a lab fetch from a store, with the keys in a Secret named store.
func (l *lab) withStore(t *testing.T, endpoint, key, secret string) {
	t.Helper()
	store := NewS3(endpoint, "us-east-1", guard.Guard{})
	store.trusted.Transport = newTransport(here)
	t.Cleanup(store.Close)
	l.o.Fetchers["s3"] = store
	l.env[contract.EnvAccount(0, contract.AccountKeyID)] = key
	l.env[contract.EnvAccount(0, contract.AccountSecret)] = secret
}

func fromStore(url string) string {
	return fmt.Sprintf(`{"spec":{"stages":[{"name":"s","inputs":[{"id":"a","files":[{"url":%q,"credentialsFrom":{"name":"store"}}]}],"algorithm":{}}]}}`, url)
}

func TestARealStore(t *testing.T) {
	endpoint := os.Getenv("TEST_S3_ENDPOINT")
	if endpoint == "" {
		t.Skip("needs a server: run make test-storage")
	}
	key, secret := os.Getenv("TEST_S3_ACCESS_KEY"), os.Getenv("TEST_S3_SECRET_KEY")
	client := s3.New(s3.Options{
		Region: "us-east-1", BaseEndpoint: &endpoint, UsePathStyle: true,
		Credentials: credentials.NewStaticCredentialsProvider(key, secret, ""),
	})
	const bucket = "configure-suite"
	// It may be there from the last time.
	_, _ = client.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: aws.String(bucket)})
	objects := map[string][]byte{
		"small.txt": []byte("hello"), "a folder/empty": {}, "a folder/with ?#% and ä": []byte("odd"),
		"a folder/deep/er/still": []byte("deep"), "large": manyBytes(40 * mebi), "a folder 2": []byte("beside it"),
	}
	for name, content := range objects {
		_, err := client.PutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String(bucket), Key: aws.String(name), Body: bytes.NewReader(content)})
		if err != nil {
			t.Fatal(err)
		}
	}
	for address, want := range map[string]map[string][]byte{
		"s3://configure-suite/small.txt":                             {"0": objects["small.txt"]},
		"s3://configure-suite/large":                                 {"0": objects["large"]},
		"s3://configure-suite/a%20folder/with%20%3F%23%25%20and%20ä": {"0": objects["a folder/with ?#% and ä"]},
		"s3://configure-suite/a%20folder/": {
			"0/empty": {}, "0/with ?#% and ä": []byte("odd"), "0/deep/er/still": []byte("deep"),
		},
	} {
		t.Run(address, func(t *testing.T) {
			l := newLab(t)
			l.withStore(t, endpoint, key, secret)
			r := l.run(t, fromStore(address))
			if r.Code != 0 || r.Files != int64(len(want)) {
				t.Fatalf("got %+v", r)
			}
			for name, content := range want {
				if l.read(t, "inputs/s/a/"+name) != string(content) {
					t.Errorf("%s is something else", name)
				}
			}
		})
	}
	for address, want := range map[string]string{
		"s3://configure-suite/missing": "the store answered 404 Not Found: NoSuchKey",
		"s3://no-such-bucket-here/a":   "the store answered 404 Not Found: NoSuchBucket",
		"s3://configure-suite/none/":   "there is no object whose key begins like this",
	} {
		t.Run(address, func(t *testing.T) {
			l := newLab(t)
			l.withStore(t, endpoint, key, secret)
			if r := l.run(t, fromStore(address)); r.Code != 31 || !strings.HasSuffix(r.Message, want) {
				t.Errorf("got %+v", r)
			}
		})
	}
	t.Run("keys that are wrong, or none", func(t *testing.T) {
		l := newLab(t)
		l.withStore(t, endpoint, key, "s3cret")
		if r := l.run(t, fromStore("s3://configure-suite/small.txt")); !strings.HasSuffix(r.Message, "the store answered 403 Forbidden: SignatureDoesNotMatch") {
			t.Errorf("got %+v", r)
		}
		r := l.run(t, oneInput("s3://configure-suite/small.txt"))
		if !strings.HasSuffix(r.Message, "the store answered 403 Forbidden: AccessDenied") {
			t.Errorf("got %+v", r)
		}
	})
}

func TestAStoreWithFaults(t *testing.T) {
	answer := func(status int, code string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			fmt.Fprintf(w, "<Error><Code>%s</Code><Message>s3cret words</Message></Error>", code)
		}
	}
	listing := func(keys ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "<ListBucketResult>")
			for _, key := range keys {
				fmt.Fprintf(w, "<Contents><Key>%s</Key><Size>1</Size></Contents>", key)
			}
			fmt.Fprint(w, "</ListBucketResult>")
		}
	}
	for name, tc := range map[string]struct {
		address  string
		answer   http.HandlerFunc
		want     string
		requests int
	}{
		"what passes is tried again":        {"s3://b/k", answer(503, "SlowDown"), "the store answered 503 Service Unavailable: SlowDown (tried 3 times)", 3},
		"what does not is not":              {"s3://b/k", answer(403, "AccessDenied"), "the store answered 403 Forbidden: AccessDenied", 1},
		"a listing that passes":             {"s3://b/k/", answer(500, "InternalError"), "the store answered 500 Internal Server Error: InternalError (tried 3 times)", 3},
		"another region is told":            {"s3://b/k", answer(301, "PermanentRedirect"), "the bucket is in another region, which AWS_REGION of the Secret must name", 1},
		"a code that is none is not shown":  {"s3://b/k", answer(400, "s3cret, and more"), "the store answered 400 Bad Request", 1},
		"a key that climbs":                 {"s3://b/k/", listing("k/a", "k/../../x"), `"../../x" in it cannot be the name of a file here`, 1},
		"a key with an empty part":          {"s3://b/k/", listing("k//x"), `"/x" in it cannot be the name of a file here`, 1},
		"a key that is a file and a folder": {"s3://b/k/", listing("k/a", "k/a/b"), `"a" in it is both a file and a folder`, 1},
		"a key that is too long":            {"s3://b/k/", listing("k/" + strings.Repeat("x", 256)), `in it cannot be the name of a file here`, 1},
		"a query":                           {"s3://b/k?versionId=1", answer(500, "x"), "its address must be s3://bucket/key: write %3F for a question mark in the key, and %23 for a #", 0},
	} {
		t.Run(name, func(t *testing.T) {
			requests := 0
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				requests++
				tc.answer(w, r)
			}))
			t.Cleanup(server.Close)
			l := newLab(t)
			l.withStore(t, server.URL, "key", "hush")
			r := l.run(t, fromStore(tc.address))
			if r.Code != 31 || !strings.HasSuffix(r.Message, tc.want) || requests != tc.requests {
				t.Errorf("got %+v after %d requests", r, requests)
			}
			if strings.Contains(r.Message+l.log.String(), "s3cret") {
				t.Errorf("too much is said:\n%s", l.log)
			}
		})
	}
	t.Run("an endpoint of a Secret is not trusted", func(t *testing.T) {
		server := httptest.NewServer(answer(500, "x"))
		t.Cleanup(server.Close)
		l := newLab(t)
		l.withStore(t, "", "key", "hush")
		l.env[contract.EnvAccount(0, contract.AccountEndpoint)] = server.URL
		if r := l.run(t, fromStore("s3://b/k")); !strings.Contains(r.Message, "a loopback address") {
			t.Errorf("got %+v", r)
		}
	})
	t.Run("keys that are missing are named", func(t *testing.T) {
		l := newLab(t)
		l.withStore(t, "http://127.0.0.1:1", "key", "")
		if r := l.run(t, fromStore("s3://b/k")); !strings.HasSuffix(r.Message, "key AWS_SECRET_ACCESS_KEY of Secret store is missing or empty") {
			t.Errorf("got %+v", r)
		}
	})
}
