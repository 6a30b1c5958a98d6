// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/oceanprotocol/operator-engine/internal/config"
)

// bucketOf is an uploader, and the client behind it.
func bucketOf(t *testing.T, endpoint, key, secret, bucket string) (*S3, *s3.Client) {
	t.Helper()
	c := &config.S3{
		AccessKeyID: config.NewSecret(key), SecretAccessKey: config.NewSecret(secret),
		Region: "us-east-1", BucketOutput: bucket, Endpoint: endpoint,
	}
	client, err := newS3Client(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return NewS3(c, client, bucket, "word-count-1234"), client
}

func fakeBucket(t *testing.T) (*S3, *fakeS3) {
	t.Helper()
	fake := newFakeS3()
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	u, _ := bucketOf(t, server.URL, "key", "s3cret", "results")
	return u, fake
}

func TestS3(t *testing.T) {
	t.Run("a fake server", func(t *testing.T) {
		u, fake := fakeBucket(t)
		testUploader(t, storage{u, get})
		testGoingOn(t, u, func(t *testing.T) { t.Helper(); fake.objects = map[string]fakeObject{} })
	})
	t.Run("a real server", func(t *testing.T) {
		endpoint := os.Getenv("TEST_S3_ENDPOINT")
		if endpoint == "" {
			t.Skip("needs a server: run make test-storage")
		}
		const bucket = "publish-suite"
		u, client := bucketOf(t, endpoint, os.Getenv("TEST_S3_ACCESS_KEY"), os.Getenv("TEST_S3_SECRET_KEY"), bucket)
		// It may be there from the last time.
		_, _ = client.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: aws.String(bucket)})
		testUploader(t, storage{u, func(t *testing.T, link string) []byte {
			t.Helper()
			key := strings.TrimPrefix(mustParse(t, link).Path, "/"+bucket+"/")
			object, err := client.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String(key)})
			if err != nil {
				t.Fatalf("get %s: %v", key, err)
			}
			defer object.Body.Close()
			content, err := io.ReadAll(object.Body)
			if err != nil {
				t.Fatal(err)
			}
			return content
		}})
		testGoingOn(t, u, func(t *testing.T) {
			t.Helper()
			_, err := client.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: aws.String(bucket), Key: aws.String(u.key(largeName))})
			if err != nil {
				t.Fatal(err)
			}
		})
	})
}

func TestS3Objects(t *testing.T) {
	t.Run("keys begin with the workflow and types follow from names and contents", func(t *testing.T) {
		u, fake := fakeBucket(t)
		upload(t, storage{uploader: u}, []File{
			memoryFile("outputs/a.json", []byte("{}")), memoryFile("outputs/b", []byte("%PDF-1.7")), memoryFile("outputs/c", []byte("words")),
		})
		for key, want := range map[string]string{
			"/results/word-count-1234/outputs/a.json": "application/json",
			"/results/word-count-1234/outputs/b":      "application/pdf",
			"/results/word-count-1234/outputs/c":      "text/plain; charset=utf-8",
		} {
			if got := fake.objects[key].header.Get("Content-Type"); got != want {
				t.Errorf("%s is %q, want %q", key, got, want)
			}
		}
	})
	t.Run("a server that is down for a moment is asked again", func(t *testing.T) {
		u, fake := fakeBucket(t)
		n := 0
		fake.fault = func(w http.ResponseWriter, _ *http.Request) bool {
			n++
			if n == 1 {
				w.WriteHeader(http.StatusServiceUnavailable)
			}
			return n == 1
		}
		list := []File{memoryFile("outputs/a", []byte("x"))}
		checkUploaded(t, storage{u, get}, list, upload(t, storage{uploader: u}, list))
	})
	t.Run("a server that forbids it is a failure that names the file", func(t *testing.T) {
		u, fake := fakeBucket(t)
		fake.fault = func(w http.ResponseWriter, _ *http.Request) bool {
			w.WriteHeader(http.StatusForbidden)
			_, _ = io.WriteString(w, `<Error><Code>AccessDenied</Code><Message>no</Message></Error>`)
			return true
		}
		_, err := u.Upload(t.Context(), []File{memoryFile("outputs/a", []byte("x"))})
		if err == nil || !strings.HasPrefix(err.Error(), "upload outputs/a: ") || !strings.Contains(err.Error(), "AccessDenied") {
			t.Errorf("got %v", err)
		}
		if strings.Contains(err.Error(), "x-id") || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("too much is said: %v", err)
		}
	})
}

func TestS3Settings(t *testing.T) {
	list := []File{memoryFile("outputs/a", []byte("x")), randomFile(largeName, s3OnTheWay+1, 1)}
	t.Run("encryption and storage class are asked for with every object", func(t *testing.T) {
		u, fake := fakeBucket(t)
		u.settings.Encryption, u.settings.KMSKeyID, u.settings.StorageClass = "aws:kms", "the key", "STANDARD_IA"
		upload(t, storage{uploader: u}, list)
		for _, file := range list {
			header := fake.objects["/results/word-count-1234/"+file.Name].header
			for name, want := range map[string]string{
				"X-Amz-Server-Side-Encryption": "aws:kms", "X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id": "the key", "X-Amz-Storage-Class": "STANDARD_IA",
			} {
				if got := header.Get(name); got != want {
					t.Errorf("%s: %s is %q, want %q", file.Name, name, got, want)
				}
			}
		}
	})
	t.Run("only AWS is given checksums beside the signed ones", func(t *testing.T) {
		u, fake := fakeBucket(t)
		upload(t, storage{uploader: u}, list)
		u.settings.Endpoint = "" // the client still goes to the fake
		upload(t, storage{uploader: u}, []File{memoryFile("outputs/b", []byte("x"))})
		if got := fake.objects["/results/word-count-1234/outputs/a"].header.Get("X-Amz-Checksum-Sha256"); got != "" {
			t.Errorf("another server was given %q", got)
		}
		sum := sha256.Sum256([]byte("x"))
		want := base64.StdEncoding.EncodeToString(sum[:])
		if got := fake.objects["/results/word-count-1234/outputs/b"].header.Get("X-Amz-Checksum-Sha256"); got != want {
			t.Errorf("AWS was given %q", got)
		}
	})
}
