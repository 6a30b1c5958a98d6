// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"net/url"
	"regexp"
	"time"
)

// IPFSType is the kind of server behind the URLs.
type IPFSType string

// The kinds of IPFS servers.
const (
	// IPFSClient is a plain node, such as kubo.
	IPFSClient IPFSType = "CLIENT"
	// IPFSCluster is an ipfs-cluster peer, which can forget pins after a time.
	IPFSCluster IPFSType = "CLUSTER"
)

// IPFS is where and how to publish to IPFS.
type IPFS struct {
	// Type is the kind of server.
	Type IPFSType
	// OutputURL is the API that outputs and algorithm logs are added through.
	OutputURL *url.URL
	// OutputPrefix is put before a CID to make the link that consumers get; it ends in / or in another sign that parts.
	OutputPrefix string
	// AdminLogsURL is the API for the admin logs. nil: they are not uploaded.
	AdminLogsURL *url.URL
	// AdminLogsPrefix is OutputPrefix for the admin logs.
	AdminLogsPrefix string
	// Expiry is how long the server keeps results. 0: for ever. Whole seconds, and only with a cluster.
	Expiry time.Duration
	// APIKey and APIClient are sent along as headers, if set.
	APIKey, APIClient Secret
}

func (r *reader) ipfs() *IPFS {
	i := &IPFS{
		Type:            IPFSType(r.oneOf("IPFS_TYPE", string(IPFSClient), string(IPFSCluster))),
		OutputURL:       r.address("IPFS_OUTPUT"),
		OutputPrefix:    r.prefix("IPFS_OUTPUT_PREFIX"),
		AdminLogsURL:    r.address("IPFS_ADMINLOGS"),
		AdminLogsPrefix: r.prefix("IPFS_ADMINLOGS_PREFIX"),
		Expiry:          r.expiry("IPFS_EXPIRY_TIME"),
		APIKey:          r.headerSecret("IPFS_API_KEY"),
		APIClient:       r.headerSecret("IPFS_API_CLIENT"),
	}
	if i.Expiry != 0 && i.Type == IPFSClient {
		r.wrong("IPFS_EXPIRY_TIME", "0, or IPFS_TYPE=CLUSTER: a plain node keeps for ever what it is given, only an ipfs-cluster has an expiry")
	}
	return i
}

// expiry is how long a cluster keeps results. A cluster counts in seconds and accepts nothing shorter.
func (r *reader) expiry(name string) time.Duration {
	d, err := parseDuration(r.text(name))
	if err != nil || d < 0 || d%time.Second != 0 {
		r.wrong(name, "0 to keep results for ever, or for how long in whole seconds, such as 3600, 90m, 12h or 720h for 30 days")
		return 0
	}
	return d
}

// prefix makes sure that a CID can follow: http://gateway/ipfs becomes http://gateway/ipfs/, but ipfs:// and
// http://node/cat?arg= stay as they are.
func (r *reader) prefix(name string) string {
	p := r.matching(name, isPlain, wantPlain)
	if holdsCredentials(p) {
		r.mistakes.add(name, hidden(p), "no user and password in it: consumers get it in every link")
		return ""
	}
	if p == "" {
		return ""
	}
	switch last := p[len(p)-1]; {
	case last >= '0' && last <= '9', last >= 'A' && last <= 'Z', last >= 'a' && last <= 'z':
		return p + "/"
	}
	return p
}

// holdsCredentials finds what stands before an @ in the server's part of an address.
var holdsCredentials = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*://)?[^/?#]*@`).MatchString

func (i *IPFS) values() []Value {
	return []Value{
		{"IPFS_TYPE", string(i.Type)},
		{"IPFS_OUTPUT", written(i.OutputURL)},
		{"IPFS_OUTPUT_PREFIX", i.OutputPrefix},
		{"IPFS_ADMINLOGS", written(i.AdminLogsURL)},
		{"IPFS_ADMINLOGS_PREFIX", i.AdminLogsPrefix},
		{"IPFS_EXPIRY_TIME", i.Expiry.String()},
	}
}

func written(u *url.URL) string {
	if u == nil {
		return ""
	}
	return u.String()
}
