// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/go-logr/logr"
	"github.com/go-logr/zapr"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"github.com/oceanprotocol/operator-engine/internal/config"
)

// newLogger logs JSON lines to stderr, from the given level on.
func newLogger(level config.LogLevel) (logr.Logger, error) {
	parsed, err := zapcore.ParseLevel(string(level))
	if err != nil {
		return logr.Logger{}, fmt.Errorf("set the log level: %w", err)
	}
	c := zap.NewProductionConfig()
	c.Level = zap.NewAtomicLevelAt(parsed)
	c.Sampling = nil
	c.EncoderConfig.EncodeTime = zapcore.ISO8601TimeEncoder
	log, err := c.Build()
	if err != nil {
		return logr.Logger{}, fmt.Errorf("build the logger: %w", err)
	}
	return zapr.NewLogger(log), nil
}
