// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package probe is the program of the pods that find out whether pods are isolated. One listens; others try to reach it
// and what else an algorithm would try, first as they are and then under runner's filter, and leave what they found as their
// termination message. It sends a question for a name that means nothing, and nothing else. What the findings mean is not
// its matter.
package probe
