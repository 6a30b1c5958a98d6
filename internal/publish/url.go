// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"net/url"
	"strings"

	"github.com/oceanprotocol/operator-engine/internal/contract/redact"
)

// escapePath encodes every byte of a path but the slashes and those that mean nothing in any part of a URL: a + in a path
// is a blank to some servers of S3.
func escapePath(path string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(path) {
		c := path[i]
		if isWordEnd(c) || strings.IndexByte("/-._~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.Write([]byte{'%', hex[c>>4], hex[c&15]})
	}
	return b.String()
}

// ipfsURL is where a consumer finds a file of a directory: behind the prefix, or at the API's own gateway if there is
// none. A slash is put in only where the CID would otherwise grow together with a word.
func ipfsURL(prefix string, api *url.URL, cid, path string) string {
	switch {
	case prefix == "":
		prefix = strings.TrimSuffix(redact.Parsed(api), "/") + "/ipfs/"
	case isWordEnd(prefix[len(prefix)-1]):
		prefix += "/"
	}
	return prefix + cid + "/" + escapePath(path)
}

// s3URL is where an object is found: under the server's own address if it is not AWS.
func s3URL(endpoint, region, bucket, key string) string {
	if endpoint != "" {
		return strings.TrimSuffix(redact.URL(endpoint), "/") + "/" + bucket + "/" + escapePath(key)
	}
	return "https://" + bucket + ".s3." + region + ".amazonaws.com/" + escapePath(key)
}

func isWordEnd(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}
