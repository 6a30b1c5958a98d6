// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package version holds the version that the build stamps into every program. It stands in the file VERSION.
package version

// Version is set by the linker; a build that sets none is nobody's release.
var Version = "dev"
