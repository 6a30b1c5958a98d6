// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/reach"
)

const storage = "ocean-storage"

// fetch gets what a URL of the status stands for, from IPFS or, with the keys, from S3.
func fetch(t *testing.T, link string) string {
	t.Helper()
	if u, err := url.Parse(link); err == nil && strings.HasPrefix(u.Host, "s3.") {
		return fetchObject(t, u)
	}
	return string(ask(t, http.MethodGet, link, ""))
}

func fetchObject(t *testing.T, u *url.URL) string {
	t.Helper()
	object := openObject(t, u)
	defer object.Close()
	content, err := io.ReadAll(object)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func openObject(t *testing.T, u *url.URL) io.ReadCloser {
	t.Helper()
	bucket, key, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	object, err := s3Client(t).GetObject(t.Context(), &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		t.Fatal(err)
	}
	return object.Body
}

func s3Client(t *testing.T) *s3.Client {
	t.Helper()
	var keys corev1.Secret
	if err := cluster.Get(t.Context(), types.NamespacedName{Namespace: storage, Name: "s3-root"}, &keys); err != nil {
		t.Fatal(err)
	}
	return s3.New(s3.Options{
		BaseEndpoint: aws.String("http://s3." + storage + ".svc.cluster.local:7070"),
		UsePathStyle: true, Region: "us-east-1", HTTPClient: &http.Client{Transport: reach.Transport},
		Credentials: credentials.NewStaticCredentialsProvider(string(keys.Data["accessKey"]), string(keys.Data["secretKey"]), ""),
	})
}

// published is the content of everything in the status, by name; each is checked against the checksum beside it.
func published(t *testing.T, wf *v1alpha1.Workflow) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, o := range wf.Status.Outputs {
		content := fetch(t, o.URL)
		if sum := sha256.Sum256([]byte(content)); o.SHA256 != hex.EncodeToString(sum[:]) || o.Size != int64(len(content)) {
			t.Errorf("%s: %d bytes with checksum %x are not what the status says: %d, %s", o.Name, len(content), sum, o.Size, o.SHA256)
		}
		files[o.Name] = content
	}
	return files
}
