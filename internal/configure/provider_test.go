// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/oceanprotocol/operator-engine/internal/configure/ocean"
	"github.com/oceanprotocol/operator-engine/internal/notify/ethkey"
)

const (
	testKey     = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"
	testAddress = "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23"
)

// provider is an Ocean provider and a metadata service in one. It verifies as providers do: who has signed the hash of DID
// and nonce, whether that is who is asking, and whether the nonce is newer than the last.
type provider struct {
	mu    sync.Mutex
	files []string
	nonce int64
	asked []string
	// spoil may answer in its place; it is told what is asked for.
	spoil func(w http.ResponseWriter, what string, n int) bool
	count map[string]int
	// endpoint of the service in the DDO, if it is not the provider's own.
	endpoint string
	server   *httptest.Server
}

func newProvider(t *testing.T, files ...string) *provider {
	t.Helper()
	p := &provider{files: files, count: map[string]int{}}
	p.server = httptest.NewServer(p)
	t.Cleanup(p.server.Close)
	return p
}

func (p *provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	what := map[string]string{"/": "about", "/api/services/fileinfo": "fileinfo", "/api/services/download": "download"}[r.URL.Path]
	did, isDDO := strings.CutPrefix(r.URL.Path, "/aquarius/api/aquarius/assets/ddo/")
	if isDDO {
		what = "ddo"
	}
	p.mu.Lock()
	p.count[what]++
	n := p.count[what]
	p.mu.Unlock()
	if p.spoil != nil && p.spoil(w, what, n) {
		return
	}
	switch what {
	case "about":
		fmt.Fprint(w, `{"serviceEndpoints":{"fileinfo":["POST","/api/services/fileinfo"],"download":["GET","/api/services/download"]}}`)
	case "ddo":
		endpoint := p.endpoint
		if endpoint == "" {
			endpoint = p.server.URL + "/"
		}
		fmt.Fprintf(w, "{ \"id\": %q,\n \"services\": [{\"id\": \"other\"}, {\"id\": \"svc\", \"serviceEndpoint\": %q}]}", did, endpoint)
	case "fileinfo":
		p.fileinfo(w, r)
	case "download":
		p.download(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (p *provider) fileinfo(w http.ResponseWriter, r *http.Request) {
	var question map[string]string
	if json.NewDecoder(r.Body).Decode(&question) != nil || r.Method != http.MethodPost || question["did"] != "did:op:aa" || question["serviceId"] != "svc" {
		refuse(w, "no such service")
		return
	}
	infos := make([]map[string]any, len(p.files))
	for n := range p.files {
		infos[n] = map[string]any{"index": n, "valid": true}
	}
	_ = json.NewEncoder(w).Encode(infos)
}

func refuse(w http.ResponseWriter, why string) {
	w.WriteHeader(http.StatusBadRequest)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": why})
}

func (p *provider) download(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	q := r.URL.Query()
	nonce, err := strconv.ParseInt(q.Get("nonce"), 10, 64)
	index, indexErr := strconv.Atoi(q.Get("fileIndex"))
	switch {
	case err != nil || indexErr != nil || index >= len(p.files):
		refuse(w, "bad request")
	case q.Get("transferTxId") != "0xtx" || q.Get("serviceId") != "svc":
		refuse(w, "no such order")
	case signer(q.Get("documentId")+q.Get("nonce"), q.Get("signature")) != q.Get("consumerAddress") || q.Get("consumerAddress") != testAddress:
		refuse(w, "Invalid signature")
	case nonce <= p.nonce:
		refuse(w, fmt.Sprintf("Invalid signature expected nonce (%d) > current nonce (%d)", nonce, p.nonce))
	default:
		p.nonce = nonce
		p.asked = append(p.asked, q.Get("userdata"))
		w.Header().Set("ETag", `"f"`)
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(p.files[index]))
	}
}

// signer is whose signature it is by the provider's rule: personal_sign of the 32 bytes of the text's hash.
func signer(text, signature string) string {
	sig, err := hexutil.Decode(signature)
	if err != nil || len(sig) != 65 {
		return ""
	}
	sig[64] -= 27
	hash := crypto.Keccak256([]byte("\x19Ethereum Signed Message:\n32"), crypto.Keccak256([]byte(text)))
	key, err := crypto.SigToPub(hash, sig)
	if err != nil {
		return ""
	}
	return crypto.PubkeyToAddress(*key).Hex()
}

// withProvider lets a lab redeem orders at a provider.
func (l *lab) withProvider(t *testing.T, key string, trusted ...string) {
	t.Helper()
	web := NewHTTP(here)
	t.Cleanup(web.Close)
	client := &ocean.Client{Providers: trusted, Now: time.Now}
	client.Key, client.KeyProblem = ethkey.Parse(key)
	remote := NewRemote(web, client)
	l.o.Fetchers[kindRemote], l.o.DDOs = remote, remote
}

func (p *provider) order(userData string) string {
	return fmt.Sprintf(`{"spec":{"metadataURI":"%s/aquarius/","stages":[{"name":"s","inputs":[{"id":"did:op:aa","remote":{"serviceId":"svc","txId":"0xtx"%s}}],"algorithm":{}}]}}`,
		p.server.URL, userData)
}
