// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"time"
)

const (
	// idleConnections are kept for the next notices, as many as are on their way at a time, and idleTime is how long.
	idleConnections = 2 * 64
	idleTime        = 90 * time.Second
	// maxHeader bounds what a receiver may put into the headers of its answer.
	maxHeader = 16 << 10
)

// newClient is a client for attempts of a limited time. The limit of a whole attempt is in its context; that of a connection
// which comes about is here, because net/http goes on connecting for later requests when the attempt was given up. The pings
// find out that a connection of HTTP/2, which all notices share, is dead. No proxy of the environment is used: a notice has
// the job's secret in it, and a variable that was set for something else must not send it elsewhere.
func newClient(limit time.Duration, roots *x509.CertPool) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                  nil,
			DialContext:            (&net.Dialer{Timeout: limit}).DialContext,
			TLSHandshakeTimeout:    limit,
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots},
			ForceAttemptHTTP2:      true,
			HTTP2:                  &http.HTTP2Config{SendPingTimeout: limit, PingTimeout: limit},
			MaxIdleConns:           idleConnections,
			MaxIdleConnsPerHost:    idleConnections,
			IdleConnTimeout:        idleTime,
			MaxResponseHeaderBytes: maxHeader,
			// An answer that is small on its way and huge unpacked is not unpacked.
			DisableCompression: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
