// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package configure fills a workflow's volume: it makes every folder that later steps need, puts the runner there and
// fetches inputs and code. It reads the Workflow as a document and talks to the internet, never to Kubernetes; it runs
// nothing that it has fetched, and it tells nobody the addresses that come from Secrets.
//
// It finds out what files there are and how to read them; internal/configure/download brings them onto the volume.
//
// What it writes is found in the volume's folders only once it is whole: a killed attempt leaves part files behind,
// with which the next one goes on.
package configure
