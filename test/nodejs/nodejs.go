// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package nodejs is a program for Node that does what ordinary ones do, for the tests that run it without a network: on
// this machine and in pods.
package nodejs

import _ "embed"

// Ordinary is the program. It writes what came of what it does to File.
//
//go:embed ordinary.js
var Ordinary string

// File is the name of a JSON object among the outputs.
const File = "findings.json"

// Findings are what must be in File.
var Findings = map[string]string{
	// What works says what came of it. The first says that there is a filter.
	"NoNewPrivs and Seccomp":                              "1 2",
	"files, by more calls at once than libuv has threads": "120",
	"a hash and compression, by libuv's threads":          "true",
	"a worker, by messages and shared memory":             "0 42",
	"a child that is waited for":                          "42",
	"a child, by its stdin, stdout, stderr and code":      "WORD end 3",
	"a child, by messages":                                "42 0",
	"a web server on a unix socket, asked by a child":     "word  0",
	"a module that is imported":                           "word",

	// What fails gives a code, and within seconds. EAI_AGAIN is what the C library says when it reaches no name server.
	"dns.lookup":              "EAI_AGAIN",
	"dns.resolve4":            "ECONNREFUSED",
	"http.get of a name":      "EAI_AGAIN",
	"http.get of 192.0.2.1":   "EAFNOSUPPORT",
	"http.get of 2001:db8::1": "EAFNOSUPPORT",
	"fetch of 192.0.2.1":      "EAFNOSUPPORT",
	"a server on 127.0.0.1":   "EAFNOSUPPORT",
	"a UDP socket":            "EAFNOSUPPORT",
	"os.networkInterfaces":    "ERR_SYSTEM_ERROR",
}
