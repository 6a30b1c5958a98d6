// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/oceanprotocol/operator-engine/internal/config"
)

// lines are what is written, a line each.
type lines chan string

func (l lines) Write(line []byte) (int, error) {
	l <- string(line)
	return len(line), nil
}

// standardLines catches Go's standard log, as the operator guards it, until the test ends.
func standardLines(t *testing.T) lines {
	t.Helper()
	caught := make(lines, 9)
	log.SetOutput(StandardLog(caught))
	flags := log.Flags()
	log.SetFlags(0)
	t.Cleanup(func() {
		log.SetOutput(io.Discard)
		log.SetFlags(flags)
	})
	return caught
}

func TestWhatAReceiverSaysAfterItsAnswerIsNotLogged(t *testing.T) {
	caught := standardLines(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		connection, buffered, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		fmt.Fprintf(buffered, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok%s", body)
		_ = buffered.Flush()
		_ = connection.Close()
	}))
	t.Cleanup(server.Close)
	if o := testSender(t, Options{}).Send(t.Context(), config.NewSecret(server.URL), testNotice()); o.Result != Delivered {
		t.Errorf("got %+v", o)
	}
	if got, want := await(t, caught), unsolicited+"; what it said is not shown\n"; got != want {
		t.Errorf("logged %q, want %q", got, want)
	}
}

func TestTheStandardLogSaysEverythingElse(t *testing.T) {
	var b bytes.Buffer
	const line = "2026/01/02 03:04:05 http: TLS handshake error\n"
	if n, err := io.WriteString(StandardLog(&b), line); n != len(line) || err != nil || b.String() != line {
		t.Errorf("%d, %v, %q", n, err, b.String())
	}
}
