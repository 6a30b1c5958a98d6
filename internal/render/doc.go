// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package render makes the children of a Workflow out of the provider's templates: ConfigMap, Secret, claims and Jobs.
// It is pure: the same Workflow, templates and settings give the same objects, and no secret value enters a Job.
//
// It neither creates anything nor decides what is due; internal/controller does the one and internal/plan the other.
// What a template says and the operator does not have to set survives into the objects.
package render
