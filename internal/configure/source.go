// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"errors"
	"fmt"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/http/httpguts"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
	"github.com/oceanprotocol/operator-engine/internal/contract/redact"
)

// Kinds of sources. Those of addresses are their schemes.
const (
	kindData   = "data"
	kindClaim  = "claim"
	kindRemote = "remote"
)

// schemes are the addresses that a workflow may have.
var schemes = []string{"http", "https", "s3", "ipfs", kindData}

// Source is what a workflow names: one file, or a folder of them.
type Source struct {
	Kind string
	// URL of all kinds but claim and remote. Of kind data only Opaque is set.
	URL *url.URL
	// Secret says that the address comes from a Secret, so that even its path must stay unknown.
	Secret bool
	// SHA256 of the content, if the workflow gives it.
	SHA256 string
	// Headers to send along, for http and https.
	Headers http.Header
	// Account is whose credentials to use, for s3. nil: nobody's.
	Account *Account
	// Claim is where the file lies, for claim.
	Claim v1alpha1.ClaimPath
	// Order is what to redeem, for remote.
	Order *Order
}

// Account is the keys to a store, perhaps with the place of the store.
type Account struct{ KeyID, Secret, Token, Region, Endpoint string }

// String is what may be said of the source.
func (s Source) String() string {
	switch {
	case s.Kind == kindClaim:
		return fmt.Sprintf("%s of claim %s", s.Claim.Path, s.Claim.Name)
	case s.Kind == kindData:
		return "the address itself"
	case s.Kind == kindRemote:
		return "the provider of " + s.Order.DID
	case s.Secret:
		return s.URL.Scheme + "://" + s.URL.Host + "/..."
	}
	return redact.Parsed(s.URL)
}

// reader makes sources of what stands in the document and, where that only refers to a Secret, in the environment.
type reader struct {
	sources  v1alpha1.Sources
	metadata string
	getenv   func(string) string
}

// source finds out where a file comes from; variable is where its address is, if that comes from a Secret. No error of it
// shows the address.
func (r *reader) source(file v1alpha1.File, variable string) (*Source, error) {
	if file.Claim != nil {
		return &Source{Kind: kindClaim, Claim: *file.Claim, SHA256: file.SHA256}, nil
	}
	raw := file.URL
	if file.URLFrom != nil {
		raw = strings.TrimSpace(r.getenv(variable))
		if raw == "" {
			return nil, fmt.Errorf("key %s of Secret %s is missing or empty", file.URLFrom.Key, file.URLFrom.Name)
		}
	}
	s := &Source{Secret: file.URLFrom != nil, SHA256: file.SHA256}
	if err := s.parse(raw); err != nil {
		return nil, err
	}
	var err error
	if file.HeadersFrom != nil {
		s.Headers, err = r.headers(*file.HeadersFrom)
	}
	if file.CredentialsFrom != nil && err == nil {
		s.Account, err = r.account(file.CredentialsFrom.Name)
	}
	return s, err
}

func (s *Source) parse(raw string) error {
	if content, ok := strings.CutPrefix(raw, kindData+":"); ok {
		s.Kind, s.URL = kindData, &url.URL{Scheme: kindData, Opaque: content}
		return nil
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme == "" {
		return errors.New("its address is no URL")
	}
	if !slices.Contains(schemes, u.Scheme) {
		return fmt.Errorf("addresses of the kind %q cannot be fetched: give one of %s", u.Scheme, strings.Join(schemes, ", "))
	}
	if u.Host == "" {
		return errors.New("its address names no server, bucket or CID")
	}
	s.Kind, s.URL = u.Scheme, u
	return nil
}

// headers reads lines of names and values. No error of it shows a value.
func (r *reader) headers(from v1alpha1.SecretKeyReference) (http.Header, error) {
	where := fmt.Sprintf("key %s of Secret %s", from.Key, from.Name)
	text := r.getenv(contract.EnvHeaders(slices.Index(r.sources.Headers, from)))
	all := http.Header{}
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		name, value, found := strings.Cut(line, ":")
		name, value = textproto.TrimString(name), textproto.TrimString(value)
		if !found || !httpguts.ValidHeaderFieldName(name) || !httpguts.ValidHeaderFieldValue(value) {
			return nil, fmt.Errorf("%s must have headers as lines of Name: value", where)
		}
		switch http.CanonicalHeaderKey(name) {
		case "Range", "If-Range", "Accept-Encoding", "Host", "Content-Length", "Transfer-Encoding", "Connection":
			return nil, fmt.Errorf("%s must not set the header %s", where, name)
		}
		all.Add(name, value)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s is missing or empty", where)
	}
	return all, nil
}

func (r *reader) account(secret string) (*Account, error) {
	n := slices.Index(r.sources.Accounts, secret)
	get := func(key string) string { return strings.TrimSpace(r.getenv(contract.EnvAccount(n, key))) }
	a := &Account{
		KeyID: get(contract.AccountKeyID), Secret: get(contract.AccountSecret), Token: get(contract.AccountToken),
		Region: get(contract.AccountRegion), Endpoint: get(contract.AccountEndpoint),
	}
	for key, value := range map[string]string{contract.AccountKeyID: a.KeyID, contract.AccountSecret: a.Secret} {
		if value == "" {
			return nil, fmt.Errorf("key %s of Secret %s is missing or empty", key, secret)
		}
	}
	return a, nil
}

// order is a source at an Ocean provider.
func (r *reader) order(did string, remote v1alpha1.Remote) (*Source, error) {
	o := &Order{Metadata: r.metadata, DID: did, ServiceID: remote.ServiceID, TxID: remote.TxID}
	switch {
	case o.Metadata == "":
		return nil, errors.New("remote needs spec.metadataURI, where its DDO is found")
	case o.DID == "":
		return nil, errors.New("remote needs an id, by which its DDO is found")
	}
	if remote.UserData != nil {
		var err error
		if o.UserData, err = compact(remote.UserData.Raw); err != nil {
			return nil, err
		}
	}
	return &Source{Kind: kindRemote, Order: o}, nil
}
