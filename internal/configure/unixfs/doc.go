// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package unixfs reads files and directories of IPFS out of blocks that come from somebody who need not be trusted: every
// block is compared with its CID before a byte of it is used. It gets blocks through a function and knows no network.
package unixfs
