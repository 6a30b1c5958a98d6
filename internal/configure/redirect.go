// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"errors"
	"fmt"
	"net/http"
)

const maxRedirects = 10

// errRedirect is what the server's redirections lead to when they are not followed.
var errRedirect = errors.New("the redirection is not followed")

// checkRedirect follows only so far, and does not tell the next server where it comes from: net/http would hand on the
// query string, which is where signed addresses carry their signature.
func checkRedirect(next *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fmt.Errorf("%w: there are more than %d", errRedirect, maxRedirects)
	}
	if next.URL.Scheme != "http" && next.URL.Scheme != "https" {
		return fmt.Errorf("%w: it leads to %s", errRedirect, next.URL.Scheme)
	}
	next.Header.Del("Referer")
	for _, earlier := range via {
		if earlier.URL.Scheme != next.URL.Scheme || earlier.URL.Host != next.URL.Host {
			keepOurs(next.Header)
		}
	}
	return nil
}

// stayThere follows redirections only to where the first request went. The provider has named that server, and may have named
// another's: what it may reach is not for that one to choose.
func stayThere(next *http.Request, via []*http.Request) error {
	if first := via[0].URL; next.URL.Scheme != first.Scheme || next.URL.Host != first.Host {
		return fmt.Errorf("%w: it leads to another server", errRedirect)
	}
	return checkRedirect(next, via)
}

// keepOurs takes out of a request whatever may be a credential: all that we do not set ourselves. net/http does that only
// for the headers that it knows.
func keepOurs(header http.Header) {
	for name := range header {
		switch name {
		case "User-Agent", "Accept-Encoding", "Range", "If-Range":
		default:
			header.Del(name)
		}
	}
}
