// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// The receiver is a complete example of a program that receives the operator's notices, in Go. It verifies both
// signatures, refuses old timestamps, and acts on each notice once. What it uses of this repository is nothing: copy it.
package main

import (
	"log"
	"net/http"
	"os"
	"time"
)

// OPERATOR_ADDRESS is the address that the operator logs at its start; LISTEN is where notices are sent to.
func main() {
	receiver := &Receiver{
		Verifier: Verifier{Address: os.Getenv("OPERATOR_ADDRESS"), Now: time.Now},
		Seen:     NewSeen(),
		Act: func(n Notice) error {
			log.Printf("Workflow %s: %s, code %d, start notice %q", n.JobID, n.Event, n.Code, n.Start)
			return nil
		},
	}
	server := &http.Server{Addr: os.Getenv("LISTEN"), Handler: receiver, ReadTimeout: 10 * time.Second}
	log.Fatal(server.ListenAndServe())
}
