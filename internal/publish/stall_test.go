// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"golang.org/x/sys/unix"

	"github.com/oceanprotocol/operator-engine/internal/config"
)

func TestAServerOfIPFSThatNeverAnswersIsGivenUp(t *testing.T) {
	ended := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // It may break off.
		<-ended
	}))
	t.Cleanup(func() {
		close(ended)
		server.Close()
	})
	u := NewIPFS(&config.IPFS{}, mustParse(t, server.URL), "")
	u.pauses = nil
	transport := u.server.(*ipfsNode).client.Transport.(*http.Transport)
	if transport.ResponseHeaderTimeout != ipfsAnswerTime {
		t.Errorf("it may take %s", transport.ResponseHeaderTimeout)
	}
	transport.ResponseHeaderTimeout = 50 * time.Millisecond
	_, err := u.Upload(t.Context(), []File{memoryFile("outputs/a", []byte("x"))})
	if err == nil || !strings.Contains(err.Error(), "timeout awaiting response headers") {
		t.Errorf("got %v", err)
	}
}

// The API's key is for the server that the provider named.
func TestNoRedirectionOfIPFSIsFollowed(t *testing.T) {
	var asked atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	t.Cleanup(other.Close)
	server := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusFound))
	t.Cleanup(server.Close)
	for name, kind := range map[string]config.IPFSType{"a node": config.IPFSClient, "a cluster": config.IPFSCluster} {
		t.Run(name, func(t *testing.T) {
			u := NewIPFS(&config.IPFS{Type: kind, APIKey: config.NewSecret("the key")}, mustParse(t, server.URL), "")
			u.pauses = nil
			_, err := u.Upload(t.Context(), []File{memoryFile("outputs/a", []byte("x"))})
			if err == nil || !strings.Contains(err.Error(), "redirect") {
				t.Errorf("got %v", err)
			}
		})
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("the other server was asked %d times", n)
	}
}

func TestAConnectionOnWhichNothingMovesIsBrokenOff(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	conn, err := (&net.Dialer{Control: endStalls}).DialContext(t.Context(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	raw, err := conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var set int
	if failed := raw.Control(func(fd uintptr) { set, err = unix.GetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT) }); failed != nil || err != nil {
		t.Fatal(failed, err)
	}
	if got := time.Duration(set) * time.Millisecond; got != stallTime {
		t.Errorf("it may stand still for %s", got)
	}
}

func TestAStoreHasABoundedTimeToAnswer(t *testing.T) {
	client, err := newS3Client(t.Context(), &config.S3{Region: "us-east-1", AccessKeyID: config.NewSecret("a"), SecretAccessKey: config.NewSecret("b")})
	if err != nil {
		t.Fatal(err)
	}
	built := client.Options().HTTPClient.(together).next.(*awshttp.BuildableClient)
	if got := built.GetTransport().ResponseHeaderTimeout; got != s3AnswerTime {
		t.Errorf("it may take %s", got)
	}
	if built.GetDialer().Control == nil {
		t.Error("a connection on which nothing moves stays")
	}
}
