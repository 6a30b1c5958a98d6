// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Command data measures how fast configure and publish move data, each beside the best tool of its kind, with the same real
// servers, on the same disk and by turns. It prints a line for each work, in which ratio is our speed divided by theirs and
// rss the most memory that ours took. It fails if one of them is not what it is held to be. `make bench-data` runs it and
// makes sure that all programs are on PATH.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench-data:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("data", flag.ContinueOnError)
	rounds := flags.Int("n", 5, "how often each tool does each work")
	only := flags.String("run", "", "a pattern of the works to do; all if empty")
	if err := flags.Parse(args); err != nil {
		return err
	}
	chosen, err := regexp.Compile(*only)
	if err != nil {
		return fmt.Errorf("read -run: %w", err)
	}
	root, err := os.MkdirTemp("", "bench-data-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(root)
	lab, err := open(ctx, root)
	if err != nil {
		return err
	}
	defer lab.close()
	var unmet []string
	for _, w := range lab.works() {
		if !chosen.MatchString(w.name) {
			continue
		}
		m, err := w.measure(ctx, *rounds)
		if err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
		fmt.Println(m)
		unmet = append(unmet, m.unmet()...)
	}
	if len(unmet) > 0 {
		return fmt.Errorf("too slow or too large:\n  %s", strings.Join(unmet, "\n  "))
	}
	return nil
}
