// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package program is what the mains of the job programs configure and publish have in common: how they are told to stop, how
// they read their arguments, and how they say what came of it. What they are for is in packages of their own.
package program

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/oceanprotocol/operator-engine/internal/contract"
	"github.com/oceanprotocol/operator-engine/internal/contract/joblog"
	"github.com/oceanprotocol/operator-engine/internal/report"
)

// Main runs a program until it is done or told to stop, and ends the process with its exit code.
func Main(run func(context.Context) int) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	code := run(ctx)
	stop()
	os.Exit(code)
}

// Memory has the runtime take so much before it looks harder for what it can free. Below that it waits until there is four
// times as much garbage as lives: thousands of small files make little else, and most of a processor's work would be to
// collect it.
func Memory(limit int64) {
	debug.SetMemoryLimit(limit)
	debug.SetGCPercent(400)
}

// Arguments are those that every job program has.
type Arguments struct {
	Volume, AdminLogs, TerminationLog string
}

// Flags begins a program's flags with the common ones.
func (a *Arguments) Flags(name string, out io.Writer) *flag.FlagSet {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(out)
	flags.StringVar(&a.Volume, "volume", contract.Root, "where the data volume is mounted")
	flags.StringVar(&a.AdminLogs, "adminlogs", contract.MountAdminLogs, "where the admin logs' volume is mounted")
	flags.StringVar(&a.TerminationLog, "termination-log", "/dev/termination-log", "file for the report")
	return flags
}

// Parse reads arguments that are flags only.
func Parse(flags *flag.FlagSet, args []string) error {
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return nil
}

// Misused says that the arguments cannot be used, and returns the exit code for that.
func Misused(stdout io.Writer, err error) int {
	joblog.New(stdout).Error("Could not read the arguments", "error", err)
	return 2
}

// Report leaves the report for the operator, and returns the exit code: 0 only if all went well and the operator can know it.
func (a *Arguments) Report(log *slog.Logger, r report.Report, well bool) int {
	if err := report.Write(a.TerminationLog, r); err != nil {
		log.Error("Could not report", "error", err)
		return 1
	}
	if !well {
		return 1
	}
	return 0
}
