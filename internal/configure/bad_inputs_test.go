// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/oceanprotocol/operator-engine/internal/configure/guard"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// badInput is one file of a workflow, and what its consumer is told in the end.
type badInput struct {
	name string
	// file is the file in the document, in which SERVER stands for a server that answers like this.
	file   string
	answer http.HandlerFunc
	// secrets are values of the environment; limit is INPUT_MAX_BYTES.
	secrets map[string]string
	limit   int64
	// want is all that is said after what the file is.
	want string
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func redirect(location string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", location)
		w.WriteHeader(http.StatusFound)
	}
}

func at(address string) string { return fmt.Sprintf(`{"url":%q}`, address) }

var answersThatSayNo = []badInput{
	{"what is not there", at("SERVER/x?s3cret"), status(404), nil, 0, "the server answered 404 Not Found"},
	{"what one may not have", at("SERVER/x"), status(403), nil, 0, "the server answered 403 Forbidden"},
	{"what one must log in for", at("SERVER/x"), status(401), nil, 0, "the server answered 401 Unauthorized"},
	{"what is gone", at("SERVER/x"), status(410), nil, 0, "the server answered 410 Gone"},
	{"a request that is not understood", at("SERVER/x"), status(400), nil, 0, "the server answered 400 Bad Request"},
	{"an answer without content", at("SERVER/x"), status(204), nil, 0, "the server answered 204 No Content"},
	{"a part that was not asked for", at("SERVER/x"), status(206), nil, 0, "the server answered 206 Partial Content"},
	{"a server that is broken", at("SERVER/x"), status(500), nil, 0, "the server answered 500 Internal Server Error (tried 3 times)"},
	{"a server that is down", at("SERVER/x"), status(503), nil, 0, "the server answered 503 Service Unavailable (tried 3 times)"},
	{"a server that wants fewer requests", at("SERVER/x"), status(429), nil, 0, "the server answered 429 Too Many Requests (tried 3 times)"},
	{"a circle", at("SERVER/x"), redirect("/x?s3cret"), nil, 0, "the redirection is not followed: there are more than 10"},
	{"a way to a file", at("SERVER/x"), redirect("file:///etc/passwd"), nil, 0, "the redirection is not followed: it leads to file"},
	{"a way to the metadata server", at("SERVER/x"), redirect("http://169.254.169.254/s3cret"), nil, 0, "its server has the address of a cloud's metadata server, which the provider does not allow (ALLOWED_NETWORKS)"},
	{"a way to a private network", at("SERVER/x"), redirect("http://[::ffff:10.0.0.1]/s3cret"), nil, 0, "its server has the address of a private network, which the provider does not allow (ALLOWED_NETWORKS)"},
}

var answersThatBreak = []badInput{
	{"a connection that is closed", at("SERVER/x"), func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, nil, 0, "its server closed the connection without an answer (tried 3 times)"},
	{"a body that is short", at("SERVER/x"), func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "99")
		fmt.Fprint(w, "s3cret")
	}, nil, 0, "the download broke off after 6 bytes: unexpected EOF (tried 3 times)"},
	{"a body that breaks", at("SERVER/x"), func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "s3cret")
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}, nil, 0, "the download broke off after 6 bytes: unexpected EOF (tried 3 times)"},
	{"a content that is never the same", at("SERVER/x"), func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", fmt.Sprintf("%q", r.Header.Get("If-Range")+"x"))
		w.Header().Set("Content-Length", "99")
		if r.Header.Get("Range") != "" {
			w.Header().Set("Content-Range", "bytes 6-98/99")
			w.WriteHeader(http.StatusPartialContent)
		}
		fmt.Fprint(w, "s3cret")
	}, nil, 0, "the download broke off after 6 bytes: unexpected EOF (tried 3 times)"},
	{"another part than was asked for", at("SERVER/x"), func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"x"`)
		w.Header().Set("Content-Length", "99")
		if r.Header.Get("Range") != "" {
			w.Header().Set("Content-Range", "bytes 0-98/99")
			w.WriteHeader(http.StatusPartialContent)
		}
		fmt.Fprint(w, "s3cret")
	}, nil, 0, "the server answered with another part of the file than it was asked for"},
	{"another content than the workflow says", `{"url":"SERVER/x","sha256":"` + strings.Repeat("0", 64) + `"}`, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") }, nil, 0,
		"the sha256 of the content differs: it is 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824, not " + strings.Repeat("0", 64)},
	{"more than the provider allows", at("SERVER/x"), func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") }, nil, 4, "the inputs and the code together are larger than the 4 bytes that the provider allows (INPUT_MAX_BYTES)"},
	{"more than the provider allows, which shows late", at("SERVER/x"), func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "hel")
		w.(http.Flusher).Flush()
		fmt.Fprint(w, "lo")
	}, nil, 4, "the inputs and the code together are larger than the 4 bytes that the provider allows (INPUT_MAX_BYTES)"},
}

var addressesThatLeadNowhere = []badInput{
	{"a server that is not there", at("http://127.0.0.1:1/x?s3cret"), nil, nil, 0, "its server cannot be reached: connection refused (tried 3 times)"},
	{"a name that is none", at("http://no-such-name.invalid/?s3cret"), nil, nil, 0, "the name of its server, no-such-name.invalid, cannot be resolved (tried 3 times)"},
	{"a server that does not speak TLS", at("TLSSERVER/x"), nil, nil, 0, "its server cannot be reached: http: server gave HTTP response to HTTPS client (tried 3 times)"},
	{"a certificate that nobody knows", at("UNKNOWN/x?s3cret"), nil, nil, 0, "the certificate of its server cannot be verified: x509: certificate signed by unknown authority"},
	{"the pod itself", at("http://127.0.0.2/?s3cret"), nil, nil, 0, "its server has a loopback address, which the provider does not allow (ALLOWED_NETWORKS)"},
	{"the pod itself in IPv6", at("http://[::1]:8080/"), nil, nil, 0, "its server has a loopback address, which the provider does not allow (ALLOWED_NETWORKS)"},
	{"the metadata server", at("http://169.254.169.254/latest/"), nil, nil, 0, "its server has the address of a cloud's metadata server, which the provider does not allow (ALLOWED_NETWORKS)"},
	{"the link", at("http://169.254.1.1/"), nil, nil, 0, "its server has a link-local address, which the provider does not allow (ALLOWED_NETWORKS)"},
	{"a private network", at("http://192.168.0.1/"), nil, nil, 0, "its server has the address of a private network, which the provider does not allow (ALLOWED_NETWORKS)"},
	{"no address at all", at("http://0.0.0.0/"), nil, nil, 0, "its server has an unspecified address, which the provider does not allow (ALLOWED_NETWORKS)"},
	{"everybody at once", at("http://224.0.0.1/"), nil, nil, 0, "its server has a multicast or reserved address, which the provider does not allow (ALLOWED_NETWORKS)"},
	{"a kind that cannot be fetched", at("ftp://host/s3cret"), nil, nil, 0, `addresses of the kind "ftp" cannot be fetched: give one of http, https, s3, ipfs, data`},
	{"a file of the pod", at("file:///etc/passwd"), nil, nil, 0, `addresses of the kind "file" cannot be fetched: give one of http, https, s3, ipfs, data`},
	{"no kind", at("example.com/s3cret"), nil, nil, 0, "its address is no URL"},
	{"no URL", at("http://a b/s3cret"), nil, nil, 0, "its address is no URL"},
	{"no server", at("https:///s3cret"), nil, nil, 0, "its address names no server, bucket or CID"},
	{"data without a comma", at("data:s3cret"), nil, nil, 0, "its address must have a comma before the content, as in data:text/plain,hello"},
	{"data that is not base64", at("data:;base64,s3cret!"), nil, nil, 0, "the content in its address must be base64"},
	{"data that is not encoded", at("data:,s3cret%zz"), nil, nil, 0, "the content in its address must be percent-encoded"},
	{"no CID", at("ipfs://example.com/?s3cret"), nil, nil, 0, "its address must be ipfs:// and a CID, perhaps with a path: what it has is no CID"},
	{"a CID of neither file nor directory", at("ipfs://bafyreigdmqpykrgxyaxtlafqpqhzrb7qy2rh75nldvfd4tucqmqqme5yje"), status(200), nil, 0, "a block that was sent does not match its CID"},
	{"a key with a query", at("s3://bucket/key?s3cret"), nil, nil, 0, "its address must be s3://bucket/key: write %3F for a question mark in the key, and %23 for a #"},
	{"a store that is down", at("s3://bucket/key"), status(503), nil, 0, "the store answered 503 Service Unavailable: ServiceUnavailable (tried 3 times)"},
	{"a key that one may not have", at("s3://bucket/key"), func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(403)
		fmt.Fprint(w, "<Error><Code>AccessDenied</Code><Message>s3cret</Message></Error>")
	}, nil, 0, "the store answered 403 Forbidden: AccessDenied"},
	{"a prefix of nothing", at("s3://bucket/none/"), func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<ListBucketResult></ListBucketResult>") }, nil, 0, "there is no object whose key begins like this"},
}

var referencesThatLeadNowhere = []badInput{
	{"a Secret without the key", `{"urlFrom":{"name":"n","key":"k"}}`, nil, nil, 0, "key k of Secret n is missing or empty"},
	{"a Secret without an address", `{"urlFrom":{"name":"n","key":"k"}}`, nil, map[string]string{contract.EnvInputURL(0, 0, 0): "s3cret"}, 0, "its address is no URL"},
	{"a Secret with a broken address", `{"urlFrom":{"name":"n","key":"k"}}`, nil, map[string]string{contract.EnvInputURL(0, 0, 0): "http://s3cret%zz/"}, 0, "its address is no URL"},
	{"a Secret's server that says no", `{"urlFrom":{"name":"n","key":"k"}}`, status(404), map[string]string{contract.EnvInputURL(0, 0, 0): "SERVER/s3cret"}, 0, "the server answered 404 Not Found"},
	{"headers that are missing", `{"url":"http://a/","headersFrom":{"name":"n","key":"h"}}`, nil, nil, 0, "key h of Secret n is missing or empty"},
	{"headers that are none", `{"url":"http://a/","headersFrom":{"name":"n","key":"h"}}`, nil, map[string]string{contract.EnvHeaders(0): "s3cret"}, 0, "key h of Secret n must have headers as lines of Name: value"},
	{"headers that are ours", `{"url":"http://a/","headersFrom":{"name":"n","key":"h"}}`, nil, map[string]string{contract.EnvHeaders(0): "Host: s3cret"}, 0, "key h of Secret n must not set the header Host"},
	{"credentials by half", `{"url":"s3://a/b","credentialsFrom":{"name":"n"}}`, nil, map[string]string{contract.EnvAccount(0, contract.AccountKeyID): "s3cret"}, 0, "key AWS_SECRET_ACCESS_KEY of Secret n is missing or empty"},
	{"a claim that is not there", `{"claim":{"name":"none","path":"a"}}`, nil, nil, 0, "claim none: no such file or directory"},
	{"a file that is not on the claim", `{"claim":{"name":"data","path":"none"}}`, nil, nil, 0, "claim data: none: no such file or directory"},
	{"a path off the claim", `{"claim":{"name":"data","path":"../none"}}`, nil, nil, 0, "claim data: ../none: path escapes from parent"},
	{"a link off the claim", `{"claim":{"name":"data","path":"passwords"}}`, nil, nil, 0, "claim data: passwords: path escapes from parent"},
	{"a pipe", `{"claim":{"name":"data","path":"pipe"}}`, nil, nil, 0, "claim data: pipe: it is no regular file"},
	{"a folder of nothing", `{"claim":{"name":"data","path":"empty"}}`, nil, nil, 0, "it is an empty folder"},
	{"a folder with a checksum", `{"claim":{"name":"data","path":"full"},"sha256":"` + strings.Repeat("0", 64) + `"}`, nil, nil, 0, "it is a folder, which has no sha256: leave that out, or name one file"},
}

// claimsOf makes a claim with all that can be wrong on one.
func claimsOf(t *testing.T) Claims {
	t.Helper()
	root := t.TempDir()
	data := filepath.Join(root, "data")
	for _, err := range []error{
		os.MkdirAll(filepath.Join(data, "empty"), 0o755), os.Mkdir(filepath.Join(data, "full"), 0o755),
		os.WriteFile(filepath.Join(data, "full", "a"), nil, 0o644), syscall.Mkfifo(filepath.Join(data, "pipe"), 0o644),
		os.Symlink("/etc/passwd", filepath.Join(data, "passwords")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return Claims{Root: root}
}

// badLab can fetch in all ways, but only from one server of this machine.
func badLab(t *testing.T, server string) *lab {
	t.Helper()
	l := newLab(t)
	web := NewHTTP(guard.Guard{Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	store := NewS3(server, "us-east-1", guard.Guard{})
	node := NewIPFS("", server)
	store.trusted.Transport, node.client.Transport = newTransport(here), newTransport(here)
	for _, c := range []interface{ Close() }{web, store, node} {
		t.Cleanup(c.Close)
	}
	l.o.Fetchers = Fetchers{"http": web, "https": web, "s3": store, "ipfs": node, kindData: Data{}, kindClaim: claimsOf(t)}
	return l
}

func TestWhatAConsumerIsToldOfABadInput(t *testing.T) {
	unknown := httptest.NewUnstartedServer(status(200))
	unknown.Config.ErrorLog = log.New(io.Discard, "", 0) // It hears that its certificate is not liked.
	unknown.StartTLS()
	t.Cleanup(unknown.Close)
	n := 0
	for _, table := range [][]badInput{answersThatSayNo, answersThatBreak, addressesThatLeadNowhere, referencesThatLeadNowhere} {
		for _, bad := range table {
			n++
			t.Run(bad.name, func(t *testing.T) {
				server := httptest.NewServer(bad.answer)
				t.Cleanup(server.Close)
				put := strings.NewReplacer("TLSSERVER", strings.Replace(server.URL, "http:", "https:", 1), "SERVER", server.URL, "UNKNOWN", unknown.URL)
				l := badLab(t, server.URL)
				l.o.MaxBytes = bad.limit
				for name, value := range bad.secrets {
					l.env[name] = put.Replace(value)
				}
				r := l.run(t, put.Replace(fmt.Sprintf(`{"spec":{"stages":[{"name":"s","inputs":[{"id":"a","files":[%s]}],"algorithm":{}}]}}`, bad.file)))
				if want := "input a of stage s, file 0: " + bad.want; r.Code != 31 || r.Message != want {
					t.Errorf("got %d %q\nwant %q", r.Code, r.Message, want)
				}
				if strings.Contains(r.Message+l.log.String(), "s3cret") {
					t.Errorf("too much is said:\n%s", l.log)
				}
			})
		}
	}
	if n < 40 {
		t.Errorf("there are %d bad inputs", n)
	}
}
