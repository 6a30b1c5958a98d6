// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/config"
)

// post sends the test's notice to a server that answers so.
func post(t *testing.T, answer http.HandlerFunc) Outcome {
	t.Helper()
	return sendWithin(t, time.Minute, answer)
}

func sendWithin(t *testing.T, limit time.Duration, answer http.HandlerFunc) Outcome {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	return testSender(t, Options{Limit: limit}).Send(t.Context(), config.NewSecret(server.URL), testNotice())
}

func testSender(t *testing.T, o Options) *Sender {
	t.Helper()
	o.Signer = mustSigner(t)
	s := NewSender(o)
	t.Cleanup(s.Close)
	return s
}

// hang answers no more until the sender goes away.
func hang(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // Only then does the server notice that the sender goes.
	w.(http.Flusher).Flush()
	<-r.Context().Done()
}

func TestTheStatusDecides(t *testing.T) {
	for status, want := range map[int]Result{
		200: Delivered, 201: Delivered, 202: Delivered, 204: Delivered, 299: Delivered,
		301: Failed, 302: Failed, 303: Failed, 304: Failed, 307: Failed, 308: Failed,
		400: Refused, 401: Refused, 402: Refused, 403: Refused, 404: Refused, 409: Refused, 422: Refused, 499: Refused,
		408: Failed, 425: Failed, 410: Gone, 429: RetryAfter, 503: RetryAfter,
		500: Failed, 501: Failed, 502: Failed, 504: Failed, 599: Failed, 600: Failed, 999: Failed,
	} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			o := post(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
			if o.Result != want || o.Status != status || o.Wait != 0 || o.Said != "" {
				t.Errorf("got %+v, want %s", o, want)
			}
			if !strings.Contains(o.Reason, fmt.Sprint(" answered ", status)) || o.Duration <= 0 {
				t.Errorf("got %+v", o)
			}
		})
	}
}

func TestRedirectionsAreNotFollowed(t *testing.T) {
	var followed atomic.Bool
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { followed.Store(true) }))
	t.Cleanup(elsewhere.Close)
	for _, status := range []int{301, 302, 303, 307, 308} {
		o := post(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL+"/hush", status) })
		if o.Result != Failed || followed.Load() || !strings.Contains(o.Reason, "redirections are not followed") {
			t.Errorf("%d: got %+v, followed %v", status, o, followed.Load())
		}
		if strings.Contains(o.Reason, elsewhere.URL) || strings.Contains(o.Reason, "hush") {
			t.Errorf("%d: the reason tells where it leads: %s", status, o.Reason)
		}
	}
}

func TestAReceiverThatHangsCostsOneLimit(t *testing.T) {
	const limit = 2 * time.Second // A receiver that says something must be able to on a busy machine.
	t.Parallel()
	t.Run("before it answers", func(t *testing.T) {
		t.Parallel()
		o := sendWithin(t, limit, func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		})
		if o.Result != Failed || o.Status != 0 || !strings.HasSuffix(o.Reason, " did not answer within 2s") || o.Duration < limit {
			t.Errorf("got %+v", o)
		}
	})
	t.Run("in the middle of a bad answer", func(t *testing.T) {
		t.Parallel()
		o := sendWithin(t, limit, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
			fmt.Fprint(w, "so far")
			hang(w, r)
		})
		if o.Result != Failed || o.Status != 500 || o.Said != "so far" || o.Duration < limit {
			t.Errorf("got %+v", o)
		}
	})
	t.Run("in the middle of a good answer, which counts", func(t *testing.T) {
		t.Parallel()
		o := sendWithin(t, limit, hang)
		if o.Result != Delivered || o.Duration < limit {
			t.Errorf("got %+v", o)
		}
	})
	t.Run("after it took the connection", func(t *testing.T) {
		t.Parallel()
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
		o := testSender(t, Options{Limit: limit}).Send(t.Context(), config.NewSecret("https://"+listener.Addr().String()), testNotice())
		if o.Result != Failed || !strings.HasSuffix(o.Reason, " did not answer within 2s") {
			t.Errorf("got %+v", o)
		}
	})
}

func TestAReceiverThatIsDeafToTLSLosesItsConnection(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	testSender(t, Options{Limit: 50 * time.Millisecond}).Send(t.Context(), config.NewSecret("https://"+listener.Addr().String()), testNotice())
	connection, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	if err := connection.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, connection); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("the connection is still open although its attempt was given up long ago")
	}
}

func TestAnOperatorThatStopsDoesNotWait(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		stop()
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	o := testSender(t, Options{}).Send(ctx, config.NewSecret(server.URL), testNotice())
	if o.Result != Failed || !strings.HasSuffix(o.Reason, " did not answer before the operator stopped") {
		t.Errorf("got %+v", o)
	}
}

func TestConnectionsAreUsedAgain(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"after an empty answer":  func(http.ResponseWriter, *http.Request) {},
		"after a refusal":        func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no credit", http.StatusPaymentRequired) },
		"after a full answer":    func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Repeat("a", maxAnswer)) },
		"after a server's error": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) },
		"after a redirection":    func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/b", http.StatusFound) },
	} {
		t.Run(name, func(t *testing.T) {
			if got := connections(t, answer); got != 1 {
				t.Errorf("20 notices took %d connections", got)
			}
		})
	}
}

func TestAReceiverThatSaysTooMuchLosesItsConnection(t *testing.T) {
	got := connections(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		for range 1 << 20 { // 4 GiB, if anybody reads them.
			if _, err := w.Write(make([]byte, maxAnswer)); err != nil || r.Context().Err() != nil {
				return
			}
		}
		t.Error("all of it was read")
	})
	if got != 20 {
		t.Errorf("20 notices took %d connections", got)
	}
}

// connections counts those that 20 notices, one after the other, open to a server.
func connections(t *testing.T, answer http.HandlerFunc) int64 {
	t.Helper()
	var opened atomic.Int64
	server := httptest.NewUnstartedServer(answer)
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	s := testSender(t, Options{})
	for range 20 {
		if o := s.Send(t.Context(), config.NewSecret(server.URL), testNotice()); o.Status == 0 {
			t.Fatalf("got %+v", o)
		}
	}
	return opened.Load()
}

func TestAnAnswersHeadersAreBounded(t *testing.T) {
	o := post(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("a", 1<<20)) })
	if o.Result != Failed || o.Status != 0 || len(o.Reason) > 500 {
		t.Errorf("got %+v", o)
	}
}

func TestWhatIsNoHTTPFails(t *testing.T) {
	standardLines(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			fmt.Fprint(c, "220 mail.example.com \x1b[31mESMTP\r\n")
			_ = c.Close()
		}
	}()
	o := testSender(t, Options{}).Send(t.Context(), config.NewSecret("http://"+listener.Addr().String()), testNotice())
	if o.Result != Failed || strings.ContainsAny(o.Reason, "\x1b\r\n") || !strings.Contains(o.Reason, "could not be reached") {
		t.Errorf("got %+v", o)
	}
}

func TestNobodyThereFails(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	o := testSender(t, Options{}).Send(t.Context(), config.NewSecret(server.URL), testNotice())
	if o.Result != Failed || o.Status != 0 || !strings.HasPrefix(o.Reason, server.URL+" could not be reached: ") {
		t.Errorf("got %+v", o)
	}
}

func TestHTTPS(t *testing.T) {
	serve := func(t *testing.T, most uint16, known bool) Outcome {
		t.Helper()
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(200 + r.ProtoMajor)
		}))
		server.Config.ErrorLog = quiet()
		server.EnableHTTP2 = true
		server.TLS = &tls.Config{MaxVersion: most, MinVersion: tls.VersionTLS10} //nolint:gosec // To be refused.
		server.StartTLS()
		t.Cleanup(server.Close)
		o := Options{RootCAs: x509.NewCertPool()}
		if known {
			o.RootCAs.AddCert(server.Certificate())
		}
		return testSender(t, o).Send(t.Context(), config.NewSecret(server.URL), testNotice())
	}
	if o := serve(t, tls.VersionTLS13, true); o.Status != 202 {
		t.Errorf("TLS 1.3 with HTTP/2: got %+v", o)
	}
	if o := serve(t, tls.VersionTLS12, true); o.Status != 202 {
		t.Errorf("TLS 1.2 with HTTP/2: got %+v", o)
	}
	if o := serve(t, tls.VersionTLS11, true); o.Result != Failed || o.Status != 0 {
		t.Errorf("TLS 1.1: got %+v", o)
	}
	if o := serve(t, tls.VersionTLS13, false); o.Result != Failed || !strings.Contains(o.Reason, "certificate") {
		t.Errorf("an unknown certificate: got %+v", o)
	}
}

func TestNoProxyOfTheEnvironmentIsUsed(t *testing.T) {
	if transport, ok := newClient(DefaultLimit, nil).Transport.(*http.Transport); !ok || transport.Proxy != nil {
		t.Error("there is one")
	}
}

func TestAnAddressThatIsNoneIsNotShown(t *testing.T) {
	for _, to := range []string{"", "://hush", "http://hush\x7f", "/hush", "https://", "http://%zz@hush", "mailto:hush"} {
		o := testSender(t, Options{}).Send(t.Context(), config.NewSecret(to), testNotice())
		if o.Result != Failed || o.Reason != "the address for notices is no URL" {
			t.Errorf("%q: got %+v", to, o)
		}
	}
}
