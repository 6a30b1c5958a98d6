// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Command configure fills a workflow's volume: folders, the runner, inputs and code. It reads its arguments, opens its
// log and leaves the rest to internal/configure; how it went stands in its termination message.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/configure"
	"github.com/oceanprotocol/operator-engine/internal/configure/download"
	"github.com/oceanprotocol/operator-engine/internal/contract"
	"github.com/oceanprotocol/operator-engine/internal/contract/joblog"
	"github.com/oceanprotocol/operator-engine/internal/contract/redact"
	"github.com/oceanprotocol/operator-engine/internal/program"
	"github.com/oceanprotocol/operator-engine/internal/report"
)

// tell is how often a long download says how far it has come.
const tell = 5 * time.Second

// memory is what the runtime may take: the buffers of downloads, and as much again for all else.
const memory = 96 << 20

type options struct {
	program.Arguments

	workflow, runner string
	systemRetries    int
	timeout          time.Duration
}

func main() {
	program.Main(func(ctx context.Context) int { return run(ctx, os.Args[1:], os.Stdout) })
}

func parse(args []string, out io.Writer) (options, error) {
	var o options
	flags := o.Flags("configure", out)
	flags.StringVar(&o.workflow, "workflow", contract.MountDocument, "the Workflow as JSON")
	flags.StringVar(&o.runner, "runner", contract.MountRunner, "the program to put onto the volume")
	flags.IntVar(&o.systemRetries, "system-retries", 3, "attempts of a stage beyond its own retries")
	flags.DurationVar(&o.timeout, "timeout", 0, "limit for all of it; 0 is none")
	err := program.Parse(flags, args)
	if err == nil && (o.systemRetries < 0 || o.systemRetries > 1000 || o.timeout < 0) {
		err = errors.New("--system-retries must be between 0 and 1000, and --timeout not negative")
	}
	return o, err
}

// run returns the exit code: 0 only if everything is on the volume and the operator can know it.
func run(ctx context.Context, args []string, stdout io.Writer) int {
	o, err := parse(args, stdout)
	if err != nil {
		return program.Misused(stdout, err)
	}
	program.Memory(memory)
	log, file, err := joblog.Open(stdout, o.AdminLogs, contract.ConfigureLogFile)
	if err != nil {
		log = joblog.New(stdout) // a missing log must not hide what else is wrong
		log.Error("Could not open the admin log", "error", err)
		return finish(log, o, configure.VolumeReport(err), err)
	}
	defer file.Close()
	if o.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, o.timeout, fmt.Errorf("not done within %s", o.timeout))
		defer cancel()
	}
	r, err := fill(ctx, o, log)
	return finish(log, o, r, err)
}

func fill(ctx context.Context, o options, log *slog.Logger) (report.Report, error) {
	document, err := configure.ReadDocument(o.workflow)
	if err != nil {
		return configure.VolumeReport(err), err
	}
	settings, err := config.LoadInputs(os.LookupEnv)
	if err != nil {
		return configure.VolumeReport(err), err
	}
	tools := configure.NewTools(settings, os.Getenv)
	defer tools.Close()
	r, err := configure.Run(ctx, document, configure.Options{
		Volume: o.Volume, Runner: o.runner, SystemRetries: int32(o.systemRetries), Getenv: os.Getenv,
		Fetchers: tools.Fetchers, DDOs: tools.DDOs, Backoff: download.DefaultBackoff(),
		Ample: configure.Ample, Direct: configure.Direct, MaxBytes: settings.MaxBytes, Tell: tell, Log: log,
	})
	switch {
	case err == nil:
		return r, nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return report.Report{Code: v1alpha1.CodeInputFailed, Message: redact.Text(err.Error())}, err
	case ctx.Err() != nil:
		// No code: whoever stopped the pod knows why, and a new one may do better.
		return report.Report{Message: redact.Text(err.Error())}, err
	}
	return configure.VolumeReport(err), err
}

func finish(log *slog.Logger, o options, r report.Report, failure error) int {
	switch {
	case failure != nil:
		log.Error("Ended early", "error", failure)
	case r.Code != 0:
		log.Error("Not everything could be fetched", "code", int(r.Code), "message", r.Message)
	default:
		log.Info("Done", "files", r.Files, "bytes", r.Bytes)
	}
	return o.Report(log, r, failure == nil && r.Code == 0)
}
