// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import "fmt"

// attemptName is an attempt as stories and events tell it: configure/1, algorithm(count)/2.
func attemptName(s Step, attempt int32) string { return fmt.Sprintf("%s/%d", s, attempt) }
