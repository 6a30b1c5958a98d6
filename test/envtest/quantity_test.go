// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import "k8s.io/apimachinery/pkg/api/resource"

func quantity(s string) resource.Quantity { return resource.MustParse(s) }
