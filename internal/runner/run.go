// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/confine"
	"github.com/oceanprotocol/operator-engine/internal/contract"
	"github.com/oceanprotocol/operator-engine/internal/entrypoint"
)

// leftoverGrace is what processes get that the command leaves behind: it has ended, so nothing waits for them.
const leftoverGrace = 2 * time.Second

// sayTime is how long runner tries to write its last lines, for the case that nobody reads its stdout.
const sayTime = 5 * time.Second

// Run runs the command to its end and returns the code to exit with. An error means that it was not even tried.
func Run(o Options) (int, error) {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	defer signal.Stop(stop)
	// Without this a closed stdout would end runner, and with it the command.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)

	if err := begin(o); err != nil {
		return 0, err
	}
	out, err := openOutput(o.LogFile, o.LogMaxBytes, o.Stdout)
	if err != nil {
		return 0, err
	}
	argv, err := entrypoint.Split(o.Entrypoint, variables(o.Algorithm))
	if err != nil {
		return giveUp(out, contract.ExitNotExecutable, err), nil
	}
	if err := errors.Join(guard(), adoptOrphans()); err != nil {
		return giveUp(out, contract.ExitRunner, err), nil
	}
	pipe, err := newPipe()
	if err != nil {
		return giveUp(out, contract.ExitRunner, err), nil
	}
	pid, err := startConfined(o, argv, pipe.write)
	if err != nil {
		return giveUp(out, exitCodeOf(err), err), nil
	}
	started := time.Now() // carries the monotonic clock
	defer boundMessage(o.TerminationLog)()
	pipe.copyTo(out)
	e := supervise(watch(pid), o, stop, started)
	if !pipe.drain(out) {
		e.say("output that came after the command's end was left out")
	}
	e.write(out)
	return e.code, nil
}

// startConfined confines itself first, so that there is no moment at which the command is not. Runner has all of its threads by
// then, so that the command can slow none of them down.
func startConfined(o Options, argv []string, out *os.File) (pid int, err error) {
	threads, err := confine.Own()
	if err != nil {
		return 0, notConfined(err)
	}
	if err := leave(o.Sockets, threads); err != nil {
		return 0, err
	}
	return start(argv, out)
}

// variables are the container's environment and $ALGO, which is the entrypoint's alone.
func variables(algorithm string) entrypoint.Lookup {
	return func(name string) (string, bool) {
		if name == contract.EnvAlgo {
			return algorithm, true
		}
		return os.LookupEnv(name)
	}
}

func giveUp(out *output, code int, err error) int {
	out.note("%v", err)
	out.finish()
	return code
}
