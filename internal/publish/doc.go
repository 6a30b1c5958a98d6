// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package publish walks a workflow's volume and uploads what the algorithm has left there to IPFS or S3: results and
// logs to one place, the provider's own logs to another, or nowhere. It changes nothing on the volume, follows no link
// and waits for no fifo: everything it finds there is hostile. It does not decide what a stage's last attempt is, nor
// whether there are results worth having; it is told.
//
// Publishing twice gives the same names, addresses and contents, so a killed attempt is simply made again.
package publish
