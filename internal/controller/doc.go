// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package controller is the loop: observe what the cluster shows, let internal/plan decide, record the decision, then
// apply it. It holds no policy: what to do is decided in internal/plan, what objects look like in internal/render.
package controller
