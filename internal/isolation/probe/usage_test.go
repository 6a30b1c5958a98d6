// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package probe

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/oceanprotocol/operator-engine/internal/isolation"
)

func TestAProbeTellsHowMuchRoomAFolderHas(t *testing.T) {
	folder, report := t.TempDir(), filepath.Join(t.TempDir(), "report")
	if out, err := exec.Command(os.Args[0], Name, "--volume="+folder, "--report="+report).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	got, err := isolation.DecodeUsage(string(text))
	if err != nil {
		t.Fatal(err)
	}
	var stat unix.Statfs_t
	if err := unix.Statfs(folder, &stat); err != nil {
		t.Fatal(err)
	}
	if want := int64(stat.Blocks) * stat.Frsize; got.Volume != want || got.NoVolume != "" {
		t.Errorf("it has %d bytes, not %d: %s", got.Volume, want, got.NoVolume)
	}
	t.Logf("processes end at %d: %s", got.Processes, got.NoProcesses)
}

func TestAFolderThatIsNotThereHasNoRoom(t *testing.T) {
	if got, err := room(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Errorf("it has %d bytes", got)
	}
}

func TestWhoIsNotStoppedHasMetNoEnd(t *testing.T) {
	if got, err := crowd(t.Context(), 40); got != 0 || err != nil {
		t.Errorf("it was stopped at %d: %v", got, err)
	}
}

// What the kernel and Go say stands here as they said it.
func TestWhereACrowdEndsIsKnownByItsWords(t *testing.T) {
	stopped := errors.New("exit status 2")
	for _, tc := range []struct {
		name string
		err  error
		had  int64
		said string
		want int64
	}{
		{"nobody stopped it", nil, 5000, "", 0},
		{"the kernel refused one", stopped, 299, "runtime: failed to create new OS thread (have 301 already; errno=11)\nruntime: may need to increase", 300},
		{"the kernel refused the last", stopped, 5000, "runtime: failed to create new OS thread (have 5003 already; errno=11)\n", 5000},
		{"there was no memory", stopped, 299, "runtime: failed to create new OS thread (have 301 already; errno=12)\n", -1},
		{"it was killed", errors.New("signal: killed"), 299, "", -1},
	} {
		got, err := end(tc.err, isolation.ManyProcesses, tc.had, tc.said)
		if tc.want < 0 && err == nil || tc.want >= 0 && (err != nil || got != tc.want) {
			t.Errorf("%s: it ends at %d: %v", tc.name, got, err)
		}
	}
}

func TestALimitThatIsSeenIsBelievedAndNothingIsTriedOnAFullNode(t *testing.T) {
	for _, tc := range []struct {
		name, limit, load, most, says string
		want                          int64
	}{
		{"a limit", "1024", "", "", "", 1024},
		{"a limit of nothing much, on a full node", "1000000", "0.1 0.2 0.3 1/30000 77", "32768", "no more than 2768 processes left", 0},
		{"none, on a full node", "max", "0.1 0.2 0.3 1/30000 77", "32768", "no more than 2768 processes left", 0},
		{"none, on an overfull node", "max", "0.1 0.2 0.3 1/40000 77", "32768", "no more than 0 processes left", 0},
		{"none, on a node that does not say", "max", "nonsense", "32768", "see how many processes the node has", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			root := t.TempDir()
			for file, text := range map[string]string{
				"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/pids.max": tc.limit, "proc/loadavg": tc.load,
				"proc/sys/kernel/pid_max": "4194304\n", "proc/sys/kernel/threads-max": tc.most,
			} {
				write(t, filepath.Join(root, file), text)
			}
			got, err := lastProcess(t.Context(), root, isolation.ManyProcesses)
			if got != tc.want || (err == nil) != (tc.says == "") || err != nil && !strings.Contains(err.Error(), tc.says) {
				t.Errorf("it is %d: %v", got, err)
			}
		})
	}
}

func TestOnlyTheBeginningOfLastWordsIsKept(t *testing.T) {
	var h head
	for range 3 {
		if n, err := h.Write(make([]byte, 1000)); n != 1000 || err != nil {
			t.Errorf("it takes %d: %v", n, err)
		}
	}
	if h.text.Len() != maxHead {
		t.Errorf("it keeps %d bytes", h.text.Len())
	}
}
