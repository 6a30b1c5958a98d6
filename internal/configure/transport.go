// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"golang.org/x/net/http/httpproxy"

	"github.com/oceanprotocol/operator-engine/internal/configure/guard"
)

const (
	dialTimeout      = 15 * time.Second
	handshakeTimeout = 15 * time.Second
	headerTimeout    = time.Minute
)

// newTransport has time-outs on everything but the bodies, and connects to nothing that the guard refuses. If a template
// of the provider's sets a proxy, that is trusted: names are resolved there, and it is for the proxy to refuse.
func newTransport(g guard.Guard) *http.Transport {
	proxies := httpproxy.FromEnvironment()
	through := proxies.ProxyFunc()
	guarded, free := g.Dialer(dialTimeout), &net.Dialer{Timeout: dialTimeout}
	trusted := map[string]bool{proxyHost(proxies.HTTPProxy): true, proxyHost(proxies.HTTPSProxy): true}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		if trusted[address] {
			return free.DialContext(ctx, network, address)
		}
		return guarded.DialContext(ctx, network, address)
	}
	return &http.Transport{
		Proxy: func(r *http.Request) (*url.URL, error) {
			proxy, err := through(r.URL)
			if addr, failed := netip.ParseAddr(r.URL.Hostname()); failed == nil && proxy != nil {
				return proxy, g.Check(addr)
			}
			return proxy, err
		},
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dial(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return readingAhead{Conn: conn, reader: bufio.NewReaderSize(conn, readAtOnce)}, nil
		},
		TLSHandshakeTimeout:   handshakeTimeout,
		ResponseHeaderTimeout: headerTimeout,
		IdleConnTimeout:       30 * time.Second,
		MaxIdleConns:          4 * Connections, // Each has a buffer, and files may be of as many servers as there are files.
		MaxIdleConnsPerHost:   Connections,
		// The bytes are stored as they are sent: a checksum is of those.
		DisableCompression: true,
		// HTTP/2 would put all ranges into one connection, for which they would queue.
		ForceAttemptHTTP2: false,
	}
}

// proxyHost is host and port of a proxy, as they are dialled.
func proxyHost(setting string) string {
	u, err := url.Parse(setting)
	if err == nil && u.Host == "" {
		u, err = url.Parse("http://" + setting)
	}
	if err != nil || u.Host == "" {
		return ""
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "socks5": "1080", "socks5h": "1080"}[u.Scheme]
	}
	if port == "" {
		port = "80"
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// readAtOnce is how much is read from a connection at a time.
const readAtOnce = 128 << 10

// readingAhead asks the kernel for more than was asked for. TLS reads its records one by one, with more than one call each:
// without that a large file came in a sixth faster.
type readingAhead struct {
	net.Conn

	reader *bufio.Reader
}

// Read is like the connection's. What is as large as the buffer is read past it.
func (c readingAhead) Read(p []byte) (int, error) { return c.reader.Read(p) }
