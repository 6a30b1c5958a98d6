// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package joblog is how the job programs configure and publish write their logs: lines of key=value pairs in UTC, to
// stdout and to a file of the admin logs' volume. It cleans addresses in whatever it is given, as the last of several
// guards.
package joblog

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/contract/redact"
)

// Open starts a log in a folder of admin logs. It appends, as a second attempt of a job writes to the same file.
func Open(stdout io.Writer, dir, file string) (*slog.Logger, io.Closer, error) {
	f, err := os.OpenFile(filepath.Join(dir, file), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, nil, fmt.Errorf("open the admin log: %w", err)
	}
	return New(io.MultiWriter(stdout, f)), f, nil
}

// New is a logger of the same form without a file.
func New(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{ReplaceAttr: clean}))
}

func clean(_ []string, attr slog.Attr) slog.Attr {
	switch attr.Value.Kind() {
	case slog.KindTime:
		return slog.String(attr.Key, attr.Value.Time().UTC().Format(time.RFC3339Nano))
	case slog.KindString:
		return slog.String(attr.Key, redact.Text(attr.Value.String()))
	case slog.KindAny:
		if err, ok := attr.Value.Any().(error); ok {
			return slog.String(attr.Key, redact.Text(err.Error()))
		}
	}
	return attr
}
