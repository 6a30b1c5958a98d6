// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package ocean redeems orders: it finds an asset's DDO at a metadata service, asks the asset's Ocean provider how many files
// there are, and signs the addresses at which it hands them out. It reads no file itself.
//
// A signed address lets whoever has it download once, so they are only ever made for providers that the settings name.
package ocean
