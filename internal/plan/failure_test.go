// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plain"
)

func TestHowAnAttemptEndedSaysWhatItFailedOf(t *testing.T) {
	hour := time.Hour
	reported := "as the program put it"
	for _, tc := range []struct {
		name string
		step Step
		run  Run
		want failure
	}{
		{"an algorithm that exits with 1 failed", countStep, failed(1), own("AlgorithmFailed", "the algorithm exited with code 1: see its log")},
		{"exit code 255 is a program's own, not a signal", countStep, failed(255), own("AlgorithmFailed", "the algorithm exited with code 255: see its log")},
		{"exit code 137 alone was somebody's KILL", countStep, failed(137), own("AlgorithmFailed", "the algorithm was killed by signal 9 (exit code 137): see its log")},
		{"exit code 126 names the uid", countStep, failed(126), own("AlgorithmFailed", "the algorithm exited with code 126 (it could not be executed; the user of its container must be able to read and execute it: uid 65532, unless the provider's template names another): see its log")},
		{"exit code 127 names the entrypoint", countStep, failed(127), own("AlgorithmFailed", "the algorithm exited with code 127 (the command in entrypoint was not found in the image): see its log")},
		{"OOMKilled is out of memory", countStep, failed(137).because("OOMKilled"), own("OOMKilled", "the algorithm used more memory than its limit, to which its files in /tmp count: raise compute.resources.limits.memory")},
		{"OOMKilled is out of memory whatever the exit code, for a child may have been killed", countStep, failed(1).because("OOMKilled"), own("OOMKilled", "the algorithm used more memory than its limit, to which its files in /tmp count: raise compute.resources.limits.memory")},
		{"an eviction without disruption is the algorithm's own disk", countStep, failed(137).pod("Evicted").saying("10Gi"), own("DiskFull", "the algorithm used more disk than it may, raise compute.resources.limits.ephemeral-storage: 10Gi")},
		{"an eviction without disruption and without exit code too", countStep, failed(0).without().pod("Evicted").saying("10Gi"), own("DiskFull", "the algorithm used more disk than it may, raise compute.resources.limits.ephemeral-storage: 10Gi")},
		{"an eviction with disruption is the system's", countStep, failed(137).pod("Evicted").disrupted(), system("SystemFailure", "the cluster ended its pod: Evicted")},
		{"a disruption is the system's even if the code had an exit code", countStep, failed(3).disrupted().saying("preempted"), system("SystemFailure", "the cluster ended its pod: preempted")},
		{"a disruption comes before out of memory", countStep, failed(137).because("OOMKilled").disrupted().saying("drained"), system("SystemFailure", "the cluster ended its pod: drained")},
		{"ContainerStatusUnknown is the system's", countStep, failed(137).because("ContainerStatusUnknown"), system("SystemFailure", "the kubelet lost sight of its container")},
		{"no exit code and no reason is the system's", countStep, failed(0).without(), system("SystemFailure", "its pod ended without running: no reason was given")},
		{"a pod that the kubelet rejects never ran", countStep, failed(0).without().pod("OutOfcpu"), system("SystemFailure", "its pod ended without running: OutOfcpu")},
		{"StartError is the container's", countStep, failed(128).because("StartError").saying("exec: no such file"), final("ContainerCreationFailed", "the container could not be started: exec: no such file")},
		{"ContainerCannotRun is the container's", countStep, failed(127).because("ContainerCannotRun").saying("x"), final("ContainerCreationFailed", "the container could not be started: x")},
		{"what was deleted while it ran is not its own failure", countStep, failed(143).toldToGo(), system("SystemFailure", "its pod was deleted while it ran")},
		{"but the Job controller deletes it for its deadline", countStep, failed(143).toldToGo().job("DeadlineExceeded"), final("DeadlineExceeded", "it ran longer than its time limit")},
		{"124 after the whole time is the time limit", countStep, failed(124).lasting(hour), final("DeadlineExceeded", "it ran longer than its time limit")},
		{"124 is the time limit if the kubelet saw it start late", countStep, failed(124).lasting(hour - 5*time.Second), final("DeadlineExceeded", "it ran longer than its time limit")},
		{"124 before the time is the algorithm's own", countStep, failed(124).lasting(hour - 6*time.Second), own("AlgorithmFailed", "the algorithm exited with code 124: see its log")},
		{"the Job's deadline is the time limit", countStep, failed(0).without().job("DeadlineExceeded"), final("DeadlineExceeded", "it ran longer than its time limit")},
		{"the pod's deadline is the time limit", countStep, failed(137).pod("DeadlineExceeded"), final("DeadlineExceeded", "it ran longer than its time limit")},
		{"an algorithm's termination message is ignored", countStep, failed(1).reporting(70), own("AlgorithmFailed", "the algorithm exited with code 1: see its log")},
		{"configure reports an input", configureStep, failed(1).reporting(31), final("InputFailed", reported)},
		{"configure reports the algorithm", configureStep, failed(1).reporting(32), final("AlgorithmFetchFailed", reported)},
		{"configure reports its volume", configureStep, failed(1).reporting(21), system("VolumeFailed", reported)},
		{"configure reports another number", configureStep, failed(1).reporting(99), system("ConfigureFailed", reported)},
		{"configure says nothing", configureStep, failed(2), system("ConfigureFailed", "configure exited with code 2 and did not say why")},
		{"configure is evicted for its disk", configureStep, failed(0).without().pod("Evicted"), system("ConfigureFailed", "configure ended without an exit code (Evicted) and did not say why")},
		{"configure is disrupted whatever it reports", configureStep, failed(1).reporting(31).disrupted().saying("drained"), system("SystemFailure", "the cluster ended its pod: drained")},
		{"configure's 124 is no time limit of a consumer", configureStep, failed(124).lasting(7 * hour), system("ConfigureFailed", "configure exited with code 124 and did not say why")},
		{"configure's Job passes its deadline", configureStep, failed(0).without().job("DeadlineExceeded"), final("DeadlineExceeded", "it ran longer than its time limit")},

		{"the filter rejects", filterStep, failed(1), final("FilterFailed", "the provider's filter rejected the outputs: exited with code 1")},
		{"the filter cannot be started", filterStep, failed(128).because("StartError").saying("x"), final("ContainerCreationFailed", "the container could not be started: x")},
		{"the filter is disrupted", filterStep, failed(1).disrupted().saying("drained"), system("SystemFailure", "the cluster ended its pod: drained")},
		{"the filter's Job passes its deadline", filterStep, failed(0).without().job("DeadlineExceeded"), final("DeadlineExceeded", "it ran longer than its time limit")},

		{"publish cannot reach storage", publishStep, failed(1).reporting(62), own("PublishFailed", reported)},
		{"publish finds more than it may upload", publishStep, failed(1).reporting(42), final("OutputsTooLarge", reported)},
		{"publish says nothing", publishStep, failed(137), own("PublishFailed", "publish was killed by signal 9 (exit code 137) and did not say why")},
		{"publish's Job passes its deadline, and is tried again", publishStep, failed(0).without().job("DeadlineExceeded"), own("DeadlineExceeded", "it ran longer than its time limit")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := newDraft(midRun(tc.step, tc.run)).classify(tc.step, tc.run)
			if diff := cmp.Diff(tc.want, got, cmp.AllowUnexported(failure{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The image of a job program may be the provider's own, and lack the program. Publish is tried again whatever it failed of.
func TestAJobProgramThatCannotBeStartedSaysWhy(t *testing.T) {
	run := failed(128).because("StartError").saying("exec: no such file")
	for step, again := range map[Step]bool{configureStep: false, publishStep: true} {
		want := failure{final: !again, reason: v1alpha1.ReasonContainerFailed, message: "the container could not be started: exec: no such file"}
		got := newDraft(midRun(step, run)).classify(step, run)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(failure{})); diff != "" {
			t.Errorf("%s: %s", step, diff)
		}
	}
}

// A limit of the template's is the provider's to raise, and no verdict on the outputs.
func TestAFilterThatMeetsALimitIsNotSaidToHaveRejected(t *testing.T) {
	const disk = "the provider's filter used more disk than filter-job.yaml lets it, so that nothing passed: tell the provider: 2Gi"
	for name, tc := range map[string]struct {
		run  Run
		want failure
	}{
		"memory":                     {failed(137).because("OOMKilled"), final("FilterFailed", "the provider's filter used more memory than filter-job.yaml lets it, so that nothing passed: tell the provider")},
		"disk":                       {failed(137).pod("Evicted").saying("2Gi"), final("FilterFailed", disk)},
		"disk, without an exit code": {failed(0).without().pod("Evicted").saying("2Gi"), final("FilterFailed", disk)},
	} {
		got := newDraft(midRun(filterStep, tc.run)).classify(filterStep, tc.run)
		if diff := cmp.Diff(tc.want, got, cmp.AllowUnexported(failure{})); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func own(reason, message string) failure { return failure{reason: reason, message: message} }

func final(reason, message string) failure {
	return failure{final: true, reason: reason, message: message}
}

func system(reason, message string) failure {
	return failure{system: true, reason: reason, message: message}
}

func TestAMessageIsCutWhereARuneBegins(t *testing.T) {
	for _, tc := range []struct{ name, long string }{
		{"plain text", strings.Repeat("a", 5000)},
		{"runes of two bytes", "a" + strings.Repeat("é", 5000)},
		{"runes of four bytes", "abc" + strings.Repeat("🐟", 50000)},
		{"no text at all", strings.Repeat("\x80", 5000)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := clip(tc.long)
			if len(got) > maxMessage || !utf8.ValidString(got) || !strings.HasPrefix(plain.Line(tc.long), got) {
				t.Errorf("cut to %d bytes: %q", len(got), got[max(0, len(got)-8):])
			}
		})
	}
}

func TestTheStatusKeepsWhatIsKnownOfAnAttempt(t *testing.T) {
	started := func(st *v1alpha1.StepStatus) { st.StartTime = timeOf(epoch.Add(5 * time.Second)) }
	w := midRun(countStep, Run{State: RunFailed, FinishedAt: epoch.Add(time.Hour), JobReason: "DeadlineExceeded"}, step(countStep, started), after(2*time.Hour))
	st := Next(w).Status.Stages[0]
	if st.StartTime == nil || !st.StartTime.Time.Equal(epoch.Add(5*time.Second)) {
		t.Errorf("start time is %v: what was noted while it ran must outlive its pod", st.StartTime)
	}
	if !st.CompletionTime.Time.Equal(epoch.Add(time.Hour)) {
		t.Errorf("completion time is %v, want the Job's", st.CompletionTime)
	}
}
