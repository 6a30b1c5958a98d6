// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/oceanprotocol/operator-engine/internal/configure/guard"
)

func TestALocalServerIsNeverAsked(t *testing.T) {
	var requests atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests.Add(1) }))
	t.Cleanup(server.Close)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(server.URL, "http://"))
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "127.1", "0x7f000001", "2130706433", "0", "[::]"} {
		t.Run(host, func(t *testing.T) {
			l := newLab(t)
			web := NewHTTP(guard.Guard{})
			t.Cleanup(web.Close)
			l.o.Fetchers = Fetchers{"http": web}
			r := l.run(t, oneInput("http://"+host+":"+port+"/data?s3cret"))
			if r.Code != 31 || requests.Load() > 0 {
				t.Errorf("got %+v after %d requests", r, requests.Load())
			}
			if strings.HasPrefix(host, "127.0") && r.Message != "input a of stage s, file 0: its server has a loopback address, which the provider does not allow (ALLOWED_NETWORKS)" {
				t.Errorf("got %q", r.Message)
			}
			if strings.HasPrefix(host, "local") && !strings.Contains(l.log.String(), "address=127.0.0.1") {
				t.Errorf("the log lacks the address:\n%s", l.log)
			}
		})
	}
}

func TestARedirectionIsJudgedLikeAnAddress(t *testing.T) {
	r, requests := fetchOne(t, newLab(t), "", func(w http.ResponseWriter, r *http.Request, _ int64) {
		http.Redirect(w, r, "http://169.254.169.254/latest/meta-data?s3cret", http.StatusFound)
	})
	if r.Code != 31 || requests != 1 || !strings.HasSuffix(r.Message, "its server has the address of a cloud's metadata server, which the provider does not allow (ALLOWED_NETWORKS)") {
		t.Errorf("got %+v after %d requests", r, requests)
	}
}

func TestAProxyOfTheProvidersIsTrusted(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "by proxy: "+r.URL.Host) }))
	t.Cleanup(proxy.Close)
	t.Setenv("HTTP_PROXY", proxy.URL)
	l := newLab(t)
	web := NewHTTP(guard.Guard{})
	t.Cleanup(web.Close)
	l.o.Fetchers = Fetchers{"http": web}
	if r := l.run(t, oneInput("http://data.example.com/x")); r.Code != 0 || l.read(t, "inputs/s/a/0") != "by proxy: data.example.com" {
		t.Errorf("got %+v", r)
	}
	if r := l.run(t, oneInput("http://169.254.169.254/x")); r.Code != 31 || !strings.Contains(r.Message, "metadata server") {
		t.Errorf("got %+v", r)
	}
}
