// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"
	"strings"
	"time"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
	"github.com/oceanprotocol/operator-engine/internal/plain"
)

// failure is how an attempt ended that did not succeed.
type failure struct {
	// system tells that it was not the doing of the step's own code.
	system bool
	// final tells that the same code would fail the same way.
	final   bool
	reason  string
	message string
}

// classify says what an attempt failed of. What the kubelet says decides; what a program of ours reports only explains.
func (d *draft) classify(s Step, run Run) failure {
	if f, ok := systemFailure(run); ok {
		return f
	}
	if d.ranOutOfTime(s, run) {
		return failure{final: s != publishStep, reason: v1alpha1.ReasonDeadlineExceeded, message: "it ran longer than its time limit"}
	}
	switch s.Kind {
	case v1alpha1.StepConfigure:
		return configureFailure(run)
	case v1alpha1.StepFilter:
		return filterFailure(run)
	case v1alpha1.StepPublish:
		return publishFailure(run)
	case v1alpha1.StepAlgorithm:
	}
	return algorithmFailure(run)
}

// systemFailure recognises what ended before, or regardless of, the code that ran. A success comes here only if it counts for
// nothing.
func systemFailure(run Run) (failure, bool) {
	f := failure{system: true, reason: v1alpha1.ReasonSystemFailure}
	switch {
	case run.Disrupted:
		f.message = "the cluster ended its pod: " + firstOf(run.Message, run.PodReason)
	case run.deleted() && run.JobReason == "": // The Job controller deletes a pod too, and says on the Job why.
		f.message = "its pod was deleted while it ran"
	case run.State == RunSucceeded && !run.GoneBy.IsZero() && run.JobReason == "":
		f.message = "its pod was deleted, and whether it had done its work before that cannot be told"
	case run.JobOnly && run.JobReason == "":
		f.message = "its pod is gone unseen, and " + unseen(run)
	case run.ContainerReason == "ContainerStatusUnknown":
		f.message = "the kubelet lost sight of its container"
	case run.ExitCode == nil && run.JobReason == "" && run.PodReason != "Evicted":
		f.message = "its pod ended without running: " + firstOf(run.Message, run.PodReason, "no reason was given")
	default:
		return failure{}, false
	}
	return f, true
}

// unseen is what cannot be told of a run of which only the Job is left.
func unseen(run Run) string {
	if run.State == RunSucceeded {
		return "whether it had done its work before that cannot be told"
	}
	return "whether it ran cannot be told: " + firstOf(run.Message, "no reason was given")
}

// maxStartLag is how much later than runner's own start the kubelet may tell that it started: a container runtime takes the time
// when the process runs already, which on a busy node can be seconds later.
const maxStartLag = 5 * time.Second

// ranOutOfTime needs runner's exit code and the kubelet's times to agree: a consumer's own exit code proves nothing. Of a short
// limit at least half must have passed.
func (d *draft) ranOutOfTime(s Step, run Run) bool {
	if run.JobReason == "DeadlineExceeded" || run.PodReason == "DeadlineExceeded" {
		return true
	}
	limit := d.maxTime(s)
	return s.Kind == v1alpha1.StepAlgorithm && run.ExitCode != nil && *run.ExitCode == contract.ExitTimeLimit &&
		run.FinishedAt.Sub(run.StartedAt) >= limit-min(maxStartLag, limit/2)
}

// notStarted recognises a container that could not be started: no code of anybody's ran in it.
func notStarted(run Run) (failure, bool) {
	if run.ContainerReason != "StartError" && run.ContainerReason != "ContainerCannotRun" {
		return failure{}, false
	}
	return failure{final: true, reason: v1alpha1.ReasonContainerFailed, message: "the container could not be started: " + run.Message + permissionHint(run.Message)}, true
}

func algorithmFailure(run Run) failure {
	if f, ok := notStarted(run); ok {
		return f
	}
	switch {
	case run.ContainerReason == "OOMKilled":
		return failure{reason: v1alpha1.ReasonOOMKilled, message: "the algorithm used more memory than its limit, to which its files in /tmp count: raise compute.resources.limits.memory"}
	case run.PodReason == "Evicted":
		return failure{reason: v1alpha1.ReasonDiskFull, message: "the algorithm used more disk than it may, raise compute.resources.limits.ephemeral-storage: " + run.Message}
	}
	return failure{reason: v1alpha1.ReasonAlgorithmFailed, message: "the algorithm " + exitText(run) + hint(run) + ": see its log"}
}

func configureFailure(run Run) failure {
	if f, ok := notStarted(run); ok {
		return f
	}
	if run.Reported == nil {
		return failure{system: true, reason: v1alpha1.ReasonConfigureFailed, message: "configure " + exitText(run) + " and did not say why"}
	}
	switch run.Reported.Code {
	case v1alpha1.CodeInputFailed:
		return failure{final: true, reason: v1alpha1.ReasonInputFailed, message: run.Reported.Message}
	case v1alpha1.CodeAlgorithmFetchFailed:
		return failure{final: true, reason: v1alpha1.ReasonAlgorithmFetch, message: run.Reported.Message}
	case v1alpha1.CodeVolumeCreationFailed:
		return failure{system: true, reason: v1alpha1.ReasonVolumeFailed, message: run.Reported.Message}
	default:
		return failure{system: true, reason: v1alpha1.ReasonConfigureFailed, message: run.Reported.Message}
	}
}

// filterFailure tells a filter that rejected from one that met an end of the template's, which is not the consumer's matter.
func filterFailure(run Run) failure {
	if f, ok := notStarted(run); ok {
		return f
	}
	f := failure{final: true, reason: v1alpha1.ReasonFilterFailed, message: "the provider's filter rejected the outputs: " + exitText(run)}
	switch {
	case run.ContainerReason == "OOMKilled":
		f.message = "the provider's filter used more memory than filter-job.yaml lets it, so that nothing passed: tell the provider"
	case run.PodReason == "Evicted":
		f.message = "the provider's filter used more disk than filter-job.yaml lets it, so that nothing passed: tell the provider: " + run.Message
	}
	return f
}

// publishFailure is worth another try, as nothing is lost while the volume stays, unless there is more than the provider
// lets a workflow publish.
func publishFailure(run Run) failure {
	if f, ok := notStarted(run); ok {
		f.final = false
		return f
	}
	f := failure{reason: v1alpha1.ReasonPublishFailed, message: "publish " + exitText(run) + " and did not say why"}
	if run.Reported == nil {
		return f
	}
	f.message = firstOf(run.Reported.Message, f.message)
	if run.Reported.Code == v1alpha1.CodeDiskQuotaExceeded {
		f.final, f.reason = true, v1alpha1.ReasonOutputsTooLarge
	}
	return f
}

// lastSignal is the highest signal number of Linux: an exit code beyond 128 and it is a program's own, such as -1's 255.
const lastSignal = 64

func exitText(run Run) string {
	if run.ExitCode == nil {
		return "ended without an exit code (" + firstOf(run.PodReason, run.JobReason, "no reason was given") + ")"
	}
	if code := *run.ExitCode; code > contract.ExitSignal && code <= contract.ExitSignal+lastSignal {
		return fmt.Sprintf("was killed by signal %d (exit code %d)", code-contract.ExitSignal, code)
	}
	return fmt.Sprintf("exited with code %d", *run.ExitCode)
}

// uidHint says who has to be able to.
const uidHint = "the user of its container must be able to read and execute it: uid 65532, unless the provider's template names another"

// permissionHint adds who has to be permitted, where the cluster says that somebody is not.
func permissionHint(words string) string {
	if !strings.Contains(strings.ToLower(words), "permission denied") {
		return ""
	}
	return " (" + uidHint + ")"
}

// hint adds what is the usual cause of an exit code.
func hint(run Run) string {
	if run.ExitCode == nil {
		return ""
	}
	switch *run.ExitCode {
	case contract.ExitNotConfined:
		return " (if its log says so, the node could not confine it, so that it was not started: tell the provider)"
	case contract.ExitNotExecutable:
		return " (it could not be executed; " + uidHint + ")"
	case contract.ExitNotFound:
		return " (the command in entrypoint was not found in the image)"
	}
	return ""
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// maxMessage is the bound of a message in the status, in bytes. An event of it may have 1024.
const maxMessage = 1000

// maxImageID is the bound of an image's name as the kubelet tells it.
const maxImageID = 512

// clip makes of a text, which may have come from anywhere, what may stand in the status: one line, and not too long.
func clip(s string) string { return clipTo(s, maxMessage) }

func clipTo(s string, end int) string { return plain.Clip(plain.Line(s), end) }
