// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package imageref says which image a name stands for, and whether a provider's patterns allow it. It reads names with the
// library that kubelets and containerd read them with, so that what is judged is what is pulled. It is pure: it knows no
// registry, and so not what a tag stands for today.
package imageref
