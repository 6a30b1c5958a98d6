// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Command publish uploads what an algorithm has left on its workflow's volume, and the provider's own logs. It reads its
// arguments and the storage's settings, opens its log and leaves the rest to internal/publish; how it went stands in its
// termination message.
package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"regexp"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/contract"
	"github.com/oceanprotocol/operator-engine/internal/contract/joblog"
	"github.com/oceanprotocol/operator-engine/internal/contract/redact"
	"github.com/oceanprotocol/operator-engine/internal/program"
	"github.com/oceanprotocol/operator-engine/internal/publish"
	"github.com/oceanprotocol/operator-engine/internal/report"
)

// prefix is what objects of one workflow are kept under: a name and a UID.
var prefix = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$`)

type options struct {
	program.Arguments

	prefix   string
	stages   stages
	logsOnly bool
	limits   publish.Limits
}

func main() {
	program.Main(func(ctx context.Context) int { return run(ctx, os.Args[1:], os.LookupEnv, os.Stdout) })
}

func parse(args []string, out io.Writer) (options, error) {
	var o options
	flags := o.Flags("publish", out)
	flags.StringVar(&o.prefix, "prefix", "", "what stands before the names of objects in S3: the workflow's name and UID")
	flags.Var(&o.stages, "stage", "a stage and the attempt whose files count, as name=attempt, with 0 for one that did not run; once for each stage")
	flags.BoolVar(&o.logsOnly, "logs-only", false, "publish logs but no outputs")
	flags.Int64Var(&o.limits.MaxBytes, "max-bytes", 1<<40, "how large all files may be together")
	flags.Int64Var(&o.limits.MaxFiles, "max-files", 100_000, "how many files, folders and other entries there may be")
	err := program.Parse(flags, args)
	switch {
	case err != nil:
	case !prefix.MatchString(o.prefix):
		err = errors.New("--prefix must be letters, digits, dots, dashes and underscores")
	case len(o.stages) == 0:
		err = errors.New("--stage is required")
	case o.limits.MaxBytes < 0 || o.limits.MaxFiles < 1:
		err = errors.New("--max-bytes must not be negative, and --max-files must be greater than 0")
	}
	return o, err
}

// run returns the exit code: 0 only if everything is published and the operator can know it.
func run(ctx context.Context, args []string, lookup config.Lookup, stdout io.Writer) int {
	o, err := parse(args, stdout)
	if err != nil {
		return program.Misused(stdout, err)
	}
	program.Memory(o.limits.Memory())
	log, file, err := joblog.Open(stdout, o.AdminLogs, contract.PublishLogFile)
	if err != nil {
		// The consumer's results are worth more than our log of how they were published.
		log = joblog.New(stdout)
		log.Warn("Writing to stdout only", "error", err)
	} else {
		defer file.Close()
	}
	r, failure := upload(ctx, o, lookup, log)
	return finish(log, o, r, failure)
}

func upload(ctx context.Context, o options, lookup config.Lookup, log *slog.Logger) (report.Report, error) {
	storage, err := config.LoadStorage(lookup)
	if err != nil {
		return uploadReport(err), err
	}
	targets, err := publish.NewTargets(ctx, storage, o.prefix)
	if err != nil {
		return uploadReport(err), err
	}
	return publish.Run(ctx, publish.Options{
		Volume: o.Volume, AdminLogs: o.AdminLogs, Stages: o.stages, LogsOnly: o.logsOnly, Limits: o.limits, Targets: targets, Log: log,
	})
}

func uploadReport(err error) report.Report {
	return report.Report{Code: v1alpha1.CodeResultsUploadFailed, Message: redact.Text(err.Error())}
}

func finish(log *slog.Logger, o options, r report.Report, failure error) int {
	if failure != nil {
		log.Error("Ended with a failure", "code", int(r.Code), "message", r.Message)
	} else {
		log.Info("Done", "files", r.Files, "bytes", r.Bytes)
	}
	return o.Report(log, r, failure == nil)
}
