// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package entrypoint_test

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/internal/entrypoint"
)

// shellWords asks a real shell, with file name patterns switched off, for the words of a command.
func shellWords(t *testing.T, line string) []string {
	t.Helper()
	cmd := exec.Command("/bin/sh", "-f", "-c", `printf '%s\0' `+line)
	for name, value := range environment {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("ask the shell about %q: %v", line, err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

func TestARealShellAgrees(t *testing.T) {
	for _, tc := range accepted {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(shellWords(t, tc.entrypoint), tc.want); diff != "" {
				t.Errorf("a shell reads %q differently (-shell +table):\n%s", tc.entrypoint, diff)
			}
		})
	}
}

func FuzzSplit(f *testing.F) {
	for _, tc := range accepted {
		f.Add(tc.entrypoint)
	}
	for _, tc := range refused {
		f.Add(tc.entrypoint)
	}
	f.Fuzz(func(t *testing.T, line string) {
		watchdog := time.AfterFunc(5*time.Second, func() { panic(fmt.Sprintf("Split hangs on %q", line)) })
		defer watchdog.Stop()
		words, err := entrypoint.Split(line, lookup)
		if (err == nil) != (len(words) > 0) {
			t.Fatalf("%q gives %q and %v", line, words, err)
		}
		again, _ := entrypoint.Split(line, lookup)
		if diff := cmp.Diff(words, again); diff != "" {
			t.Fatalf("%q is split differently the second time:\n%s", line, diff)
		}
		// Words that are quoted again must come back as they were.
		quoted := make([]string, len(words))
		for i, word := range words {
			quoted[i] = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
		back, _ := entrypoint.Split(strings.Join(quoted, " "), lookup)
		if diff := cmp.Diff(words, back); diff != "" {
			t.Fatalf("%q does not survive quoting:\n%s", line, diff)
		}
	})
}
