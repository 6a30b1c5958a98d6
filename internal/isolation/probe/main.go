// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package probe

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/confine"
	"github.com/oceanprotocol/operator-engine/internal/isolation"
)

// Name is the first argument by which the operator's program becomes a probe.
const Name = "probe"

type options struct {
	listen, report, resolvers, volume, neighbours string

	threads   int
	addresses targets
}

// targets are the addresses of each name, given as NAME=ADDRESS. One that answers is enough.
type targets map[string][]string

// String is what the flag package shows as the default.
func (t targets) String() string { return "" }

// Set takes one flag.
func (t targets) Set(s string) error {
	name, address, ok := strings.Cut(s, "=")
	if !ok || name == "" || address == "" {
		return errors.New("it must be NAME=ADDRESS")
	}
	t[name] = append(t[name], address)
	return nil
}

// Main runs the program with its arguments and returns the exit code.
func Main(args []string, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if err := run(ctx, args, stderr); err != nil {
		fmt.Fprintln(stderr, "probe:", err)
		return 1
	}
	return 0
}

func run(ctx context.Context, args []string, stderr io.Writer) error {
	o := options{addresses: targets{}}
	flags := flag.NewFlagSet(Name, flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.listen, "listen", "", "answer at this address until told to end, and try nothing")
	flags.StringVar(&o.report, "report", "/dev/termination-log", "where to write what was found")
	flags.StringVar(&o.resolvers, "resolvers", "/etc/resolv.conf", "the file that names the pod's resolver")
	flags.StringVar(&o.volume, "volume", "", "find out how much room this folder has and how many processes the pod may have, and try nothing else")
	flags.IntVar(&o.threads, "threads", 0, "have as many threads, and do nothing else")
	flags.StringVar(&o.neighbours, "neighbours", "", "try whoever listens for UDP at this port on the pod's links")
	flags.Var(o.addresses, "target", "what to try besides DNS and the API server, as NAME=ADDRESS; may be repeated")
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("read the arguments: %w", err)
	}
	switch {
	case o.listen != "":
		return answer(ctx, o.listen)
	case o.threads > 0:
		return have(o.threads, os.Stdout)
	}
	text, err := find(ctx, o)
	if err != nil {
		return err
	}
	if err := os.WriteFile(o.report, text, 0o600); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// find finds out what the probe is for.
func find(ctx context.Context, o options) ([]byte, error) {
	if o.volume != "" {
		return isolation.EncodeUsage(use(ctx, o.volume))
	}
	return isolation.Encode(try(ctx, o))
}

// How often each attempt is made, and how long one waits for an answer. A policy that comes into force only after its pod
// has started lets the first ones through: so it would an algorithm's.
const (
	tries   = 3
	timeout = 2 * time.Second
)

// try makes all attempts, and again under the filter, which nothing takes off again.
func try(ctx context.Context, o options) isolation.Report {
	all := known(o.addresses, o.resolvers, os.Getenv)
	if interfaces, err := net.Interfaces(); err == nil { // Where there are none, there are no neighbours.
		all[isolation.TargetNeighbours] = links(o.neighbours, interfaces)
	}
	a := attempts{targets: all, tries: tries, timeout: timeout}
	r := isolation.Report{Reached: a.make(ctx)}
	if err := confine.To(confine.UnixSockets, confine.Threads{}); err != nil {
		r.Filter = err.Error()
		return r
	}
	a.tries = 1 // What the kernel answers does not depend on when it is asked.
	r.Filtered = a.make(ctx)
	return r
}
