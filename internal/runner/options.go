// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/confine"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// Options are what to run and within which limits.
type Options struct {
	// Entrypoint is the consumer's command line.
	Entrypoint string
	// Algorithm is the path of the code: the value of $ALGO in the entrypoint.
	Algorithm string
	// Empty are the folders that the command finds empty, whatever an earlier run left there.
	Empty []string
	// LogFile is where stdout and stderr are written to, besides runner's own stdout.
	LogFile string
	// LogMaxBytes is how much of the output is kept, in the file and on stdout alike. The rest is read and dropped, so
	// that a talkative command is never held up.
	LogMaxBytes int64
	// TerminationLog is the file of the container's termination message, which is kept short.
	TerminationLog string
	// MaxTime is how long the command may run from its start; 0 is for ever.
	MaxTime time.Duration
	// Grace lies between asking processes to end and killing them.
	Grace time.Duration
	// Sockets are those that the command may make.
	Sockets confine.Sockets
	// Stdout is runner's own stdout.
	Stdout io.Writer
}

// Main runs the program: it reads the arguments and returns the exit code. After --exec it becomes the command that
// follows, and does not return.
func Main(args []string) int {
	if len(args) > 1 && args[0] == contract.RunnerExec {
		return notBecome(become(args[1:]))
	}
	o, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err == nil {
		var code int
		if code, err = Run(o); err == nil {
			return code
		}
	}
	fmt.Fprintf(os.Stdout, "runner: %v\n", err)
	return contract.ExitRunner
}

// notBecome says why runner is still there.
func notBecome(err error) int {
	fmt.Fprintf(os.Stdout, "runner: %v\n", err)
	return exitCodeOf(err)
}

func parse(args []string) (Options, error) {
	o := Options{Stdout: os.Stdout}
	flags := flag.NewFlagSet("runner", flag.ContinueOnError)
	flags.StringVar(&o.Entrypoint, "entrypoint", "", "the command line to run")
	flags.StringVar(&o.Algorithm, "algo", "", "path of the algorithm's code, $ALGO in the entrypoint")
	flags.Func("empty", "a folder that the command finds empty; may be given several times", func(folder string) error {
		o.Empty = append(o.Empty, folder)
		return nil
	})
	flags.StringVar(&o.LogFile, "log", "", "file for stdout and stderr")
	flags.Int64Var(&o.LogMaxBytes, "log-max-bytes", 100<<20, "how much of the output is kept")
	flags.StringVar(&o.TerminationLog, "termination-log", "/dev/termination-log", "file of the termination message, which is kept short")
	flags.DurationVar(&o.MaxTime, "max-time", 0, "how long the command may run; 0 is for ever")
	flags.Func("sockets", "what the command may make: unix (the default), or ip for those of TCP and UDP as well", func(name string) (err error) {
		o.Sockets, err = socketsOf(name)
		return err
	})
	flags.DurationVar(&o.Grace, "grace", 30*time.Second, "time between asking processes to end and killing them")
	if err := flags.Parse(args); err != nil {
		return Options{}, err
	}
	switch {
	case flags.NArg() > 0:
		return Options{}, fmt.Errorf("unexpected argument %q: the command belongs into --entrypoint", flags.Arg(0))
	case o.LogFile == "":
		return Options{}, errors.New("--log is required")
	case o.LogMaxBytes < 0 || o.MaxTime < 0 || o.Grace < 0:
		return Options{}, errors.New("--log-max-bytes, --max-time and --grace must not be negative")
	}
	return o, nil
}

func socketsOf(name string) (confine.Sockets, error) {
	switch name {
	case "unix":
		return confine.UnixSockets, nil
	case contract.SocketsIP:
		return confine.IPSockets, nil
	}
	return 0, errors.New("it is neither unix nor ip")
}
