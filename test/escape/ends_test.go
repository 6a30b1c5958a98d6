// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package escape

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// ending is how a workflow must end, whatever its algorithm does to runner.
type ending struct {
	phase  v1alpha1.Phase
	reason string
	// exit is the algorithm's exit code; it is not looked at where it is unknown.
	exit int32
	// least and most are how long the algorithm may have run; most is 0 where that does not matter.
	least, most time.Duration
	// log is what must stand in the published log, and file an output that must be among the published.
	log, file string
}

const unknown = -1

// differs tells how a workflow ended otherwise, if it did.
func (e ending) differs(t *testing.T, wf *v1alpha1.Workflow) string {
	t.Helper()
	stage, files := wf.Status.Stages[0], published(t, wf)
	if wf.Status.Phase != e.phase || reason(wf) != e.reason {
		return fmt.Sprintf("it ended as %s: %s (%s), its log is %.2000q", wf.Status.Phase, reason(wf), summary(wf).Message, files["logs/algorithm.log"])
	}
	if stage.Attempts != 1 {
		return fmt.Sprintf("it was run %d times", stage.Attempts)
	}
	if e.exit != unknown && (stage.ExitCode == nil || *stage.ExitCode != e.exit) {
		return fmt.Sprintf("its exit code is %v, not %d", stage.ExitCode, e.exit)
	}
	least := e.least - min(startLag, e.least/2)
	if ran := stage.CompletionTime.Sub(stage.StartTime.Time); e.most > 0 && (ran < least || ran > e.most) {
		return fmt.Sprintf("it ran for %s, not for %s to %s", ran, least, e.most)
	}
	if !strings.Contains(files["logs/algorithm.log"], e.log) {
		return fmt.Sprintf("its log lacks %q: %.2000q", e.log, files["logs/algorithm.log"])
	}
	if _, there := files["outputs/"+e.file]; e.file != "" && !there {
		return fmt.Sprintf("%s was not published", e.file)
	}
	return ""
}

// startLag is how much later than it did a busy node may say that a container started.
const startLag = 5 * time.Second

// slack is what a busy machine may take longer.
const slack = 25 * time.Second

// What an algorithm does to runner, or to those who wait for it, changes nothing about how its workflow ends.
func TestWhateverItDoesToRunnerItEndsAsItWould(t *testing.T) {
	t.Parallel()
	const limit = 8 * time.Second
	for _, tc := range []struct {
		rows  []string
		stage v1alpha1.Stage
		want  ending
	}{
		{
			[]string{"signals-by-kill", "signals-by-tgkill", "signals-by-queue", "signals-by-pidfd", "signals-by-file"}, within(limit, static("act signals")),
			ending{v1alpha1.PhaseFailed, v1alpha1.ReasonDeadlineExceeded, 124, limit, limit + slack, "sent\nrunner: the time limit of 8s was reached\n", "by-file.txt"},
		},
		{
			[]string{"runner-asked-by-term"}, static("act stop TERM"),
			ending{v1alpha1.PhaseFailed, v1alpha1.ReasonAlgorithmFailed, 143, grace, grace + slack, "runner: asked to stop by signal 15", ""},
		},
		{
			[]string{"runner-asked-by-int"}, static("act stop INT"),
			ending{v1alpha1.PhaseFailed, v1alpha1.ReasonAlgorithmFailed, 143, grace, grace + slack, "runner: asked to stop by signal 2", ""},
		},
		{
			[]string{"runner-killed"}, static("act kill"),
			ending{v1alpha1.PhaseFailed, v1alpha1.ReasonAlgorithmFailed, 137, 0, slack, "killing\nrunner: the command was ended by signal 9", "alone.txt"},
		},
		{
			[]string{"runner-starved"}, within(40*time.Second, static("act starve")),
			ending{v1alpha1.PhaseFailed, v1alpha1.ReasonAlgorithmFailed, unknown, 0, 40*time.Second + slack, "", "starved.txt"},
		},
		{
			[]string{"term-survived"}, within(limit, static("act survive")),
			ending{v1alpha1.PhaseFailed, v1alpha1.ReasonDeadlineExceeded, 124, limit + grace - time.Second, limit + grace + slack, "did not end within 3s and was killed", ""},
		},
		{
			[]string{"log-held-open"}, static("act daemon"),
			ending{v1alpha1.PhaseSucceeded, v1alpha1.ReasonCompleted, 0, 0, slack, "leaving\nrunner: processes that the command left behind were killed", ""},
		},
		{
			[]string{"exit-code-forged"}, shell("echo lying; exit 124"),
			ending{v1alpha1.PhaseFailed, v1alpha1.ReasonAlgorithmFailed, 124, 0, slack, "lying\n", ""},
		},
	} {
		t.Run(strings.Join(tc.rows, ", "), func(t *testing.T) {
			t.Parallel()
			differs := tc.want.differs(t, ended(t, tc.stage))
			for _, name := range tc.rows {
				judge(t, name, differs == "", "%s", differs)
			}
		})
	}
}

// What runner keeps, it keeps in time, however busy the processors are.
func TestACrowdKeepsRunnerFromNothing(t *testing.T) {
	t.Parallel()
	const limit = 20 * time.Second
	wf := ended(t, within(limit, static("act crowd")))
	const log = "slowing runner: EPERM\nrunner: the time limit of 20s was reached\nrunner: the command did not end within 3s and was killed\n"
	differs := ending{v1alpha1.PhaseFailed, v1alpha1.ReasonDeadlineExceeded, 124, limit + grace - time.Second, limit + grace + slack, log, "message.txt"}.differs(t, wf)
	if said := published(t, wf)["outputs/message.txt"]; differs == "" && said != "cut\n" {
		differs = "its message is not emptied: " + said
	}
	judge(t, "runner-crowded", differs == "", "%s", differs)
}

// shell is a stage that runs a line of shell.
func shell(line string) v1alpha1.Stage {
	s := static("")
	s.Algorithm.Container.Entrypoint = "sh -c '" + line + "'"
	return s
}

func TestAReportThatTheAlgorithmWritesIsNotRead(t *testing.T) {
	t.Parallel()
	wf := ended(t, static("act forge"))
	status, err := json.Marshal(wf.Status)
	if err != nil {
		t.Fatal(err)
	}
	differs := ending{v1alpha1.PhaseFailed, v1alpha1.ReasonAlgorithmFailed, 3, 0, slack, `{"code":0,"message":"forged"`, "report.json"}.differs(t, wf)
	if differs == "" && strings.Contains(string(status), "forged") {
		differs = fmt.Sprintf("the status is %s", status)
	}
	judge(t, "report-forged", differs == "", "%s", differs)
}
