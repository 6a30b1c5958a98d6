// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import "strings"

// LogLevel is how much the operator logs.
type LogLevel string

// The log levels, from the most to the least talkative.
const (
	LogDebug LogLevel = "debug"
	LogInfo  LogLevel = "info"
	LogWarn  LogLevel = "warn"
	LogError LogLevel = "error"
)

// Operator is how the operator itself runs.
type Operator struct {
	// Namespaces are watched, and no others. At least one, no duplicates.
	Namespaces []string
	// Namespace is the operator's own, where its lease lies. Empty if POD_NAMESPACE is not set.
	Namespace string
	// TemplatesDir is the folder of the manifests that jobs are made from.
	TemplatesDir string
	// LogLevel is how much is logged.
	LogLevel LogLevel
}

func (r *reader) operator() Operator {
	o := Operator{
		Namespace:    r.matching("POD_NAMESPACE", isNamespace, wantNamespace),
		TemplatesDir: r.text("TEMPLATES_DIR"),
		LogLevel:     r.logLevel(),
	}
	mistakes := len(r.mistakes)
	o.Namespaces = r.list("WATCH_NAMESPACES", isNamespace, wantNamespace)
	if len(o.Namespaces) > 0 || len(r.mistakes) > mistakes {
		return o
	}
	if r.text("POD_NAMESPACE") == "" {
		r.missing("WATCH_NAMESPACES", "a comma-separated list of namespaces, because POD_NAMESPACE is not set either")
		return o
	}
	o.Namespaces = []string{o.Namespace}
	return o
}

// logLevel accepts the predecessor's names of levels as well.
func (r *reader) logLevel() LogLevel {
	switch strings.ToLower(r.text("LOG_LEVEL")) {
	case "debug":
		return LogDebug
	case "info":
		return LogInfo
	case "warn", "warning":
		return LogWarn
	case "error", "critical":
		return LogError
	}
	r.wrong("LOG_LEVEL", "one of debug, info, warn, error")
	return ""
}
