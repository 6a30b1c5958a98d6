// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

//go:build !race

package publish

const underRaceDetector = false
