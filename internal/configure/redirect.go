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
	return nil
}
