// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package config turns the environment into one validated struct. It reports every mistake at once, each with the
// variable's name, what it got and what it wants, and never the value of a secret. An empty variable is an unset one.
//
// It decides nothing and reaches out to nothing: whether a template, a Secret or a storage server is there is found out
// by those who use them.
package config
