// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package download brings one file after the other onto a volume, whatever it takes: in ranges at the same time where the
// source allows that, again after what passes, and from where it stood after a break, also one of the whole program. It
// knows no protocol: a Part is how a file is read. It decides nothing about which files there are.
//
// A file appears under its name only when it is whole. Until then it is a part file in a folder of its own, and beside it
// a journal that says which bytes of it are there, of which version of the content, with a checksum of each stretch.
// After a crash nothing of a part file is believed that does not match its checksum, so that none of this needs a sync.
package download
