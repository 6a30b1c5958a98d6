// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"time"
)

const (
	// idleConnections are kept for the next notices, and idleTime is how long.
	idleConnections = 32
	idleTime        = 90 * time.Second
	// maxHeader bounds what a receiver may put into the headers of its answer.
	maxHeader = 16 << 10
)

// newClient is a client without a limit of time: that is the attempt's. No proxy of the environment is used: a notice has
// the job's secret in it, and a variable that was set for something else must not send it elsewhere.
func newClient(roots *x509.CertPool) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                  nil,
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots},
			ForceAttemptHTTP2:      true,
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
