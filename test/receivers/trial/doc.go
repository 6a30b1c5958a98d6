// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package trial is what every receiver of notices has to stand, whatever it is written in: real notices of the operator's
// own sender, the same with something changed on the way, and jobs with names over all of Unicode.
package trial
