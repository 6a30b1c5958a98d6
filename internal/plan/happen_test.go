// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// happen does to the world what a story's when line says.
//
//	N workflows run | N workflows are ahead | publishing is asked for at TIME
//	isolation is proven | isolation is broken | the claim is there|gone|another's
//	stop is set | stop is taken back | suspend is lifted | 5m pass | its time comes
//	the API server refuses REASON [for good] | it relents | 5m pass without the operator
//	the start|stop notice is accepted|is refused|fails|finds nobody|cannot be sent [retry=TIME]
//	STEP's job N is gone | STEP's job N arrives late | the late job is leaving | the late job is gone
//	STEP starts | STEP succeeds [silently] [algorithms=SHA256,SHA256] [deleted] [taken] [unseen] | STEP fails [exit=N] [reason=WORD] [pod=WORD] [job=WORD] [code=N] [disrupted] [deleted]
//	STEP waits REASON | STEP is leaving | STEP is held | STEP vanishes | STEP is gone | STEP is suspended|resumed|orphaned
func (w *world) happen(event string) error {
	words := strings.Fields(event)
	switch {
	case event == "stop is set":
		w.wf.Spec.Stop = true
	case event == "stop is taken back":
		w.wf.Spec.Stop = false
	case event == "suspend is lifted":
		w.wf.Spec.Suspend = false
	case strings.HasPrefix(event, "isolation is "):
		proven := words[2] == "proven"
		w.isolated = Isolation{PoliciesEnforced: proven, Proven: proven, Message: "as the probes put it"}
	case strings.HasPrefix(event, "the claim is "):
		w.claim = words[3]
	case event == "its time comes":
		w.now = w.wakeAt
	case strings.HasSuffix(event, " without the operator"):
		w.refusal = nil
		return w.happen(strings.TrimSuffix(event, " without the operator"))
	case event == "it relents":
		w.refusing = nil
	case strings.HasPrefix(event, "the API server refuses "):
		w.refusing = &Refusal{Reason: words[4], Message: "as the server put it", Final: strings.HasSuffix(event, "for good")}
	case strings.HasSuffix(event, " workflows run"):
		w.queue.Running, _ = strconv.Atoi(words[0])
	case strings.HasSuffix(event, " workflows are ahead"):
		w.queue.Ahead, _ = strconv.Atoi(words[0])
	case strings.HasPrefix(event, "publishing is asked for at "):
		w.wf.Annotations = map[string]string{v1alpha1.AnnotationPublishRequestedAt: words[5]}
	case len(words) > 3 && words[2] == "notice":
		return w.answer(words)
	case strings.HasSuffix(event, " arrives late"):
		return w.arriveLate(words)
	case strings.Contains(event, "'s job ") && strings.HasSuffix(event, " is gone"):
		delete(w.runs, strings.TrimSuffix(words[0], "'s")+"/"+words[2])
	case strings.HasPrefix(event, "the late job is "):
		return w.leaveLate(words[4])
	case len(words) == 2 && words[1] == "pass":
		d, err := time.ParseDuration(words[0])
		if err != nil {
			return fmt.Errorf("when %s: %w", event, err)
		}
		w.now = w.now.Add(d)
	default:
		return w.befall(words)
	}
	return nil
}

// befall does something to the last attempt of a step.
func (w *world) befall(words []string) error {
	for _, s := range allSteps(w.wf) {
		st := recorded(w.wf.Status, s)
		if st == nil || s.String() != words[0] {
			continue
		}
		name := attemptName(s, st.Attempts)
		run, err := w.become(w.runs[name], words[1], words[2:])
		if err != nil {
			return err
		}
		if slices.Equal(words[1:], []string{"is", "orphaned"}) {
			w.children.Orphans = true
		}
		if run.State == RunAbsent && w.ending[name] && words[1] == "is" {
			run.State = RunSuspended
		}
		w.runs[name] = run
		return nil
	}
	return fmt.Errorf("when %s: no such step is under way", strings.Join(words, " "))
}

// answer lets the receiver answer a notice that is on its way.
func (w *world) answer(words []string) error {
	n := Notice(words[1])
	sent, ok := w.sent[n]
	if !ok {
		return fmt.Errorf("when %s: it was not sent", strings.Join(words, " "))
	}
	replies := map[string]Reply{"accepted": ReplyAccepted, "refused": ReplyRefused, "fails": ReplyFailed, "finds": ReplyGone, "cannot": ReplyUnsent}
	a := Answer{Attempt: sent.Attempt, At: w.now, Message: "as the receiver put it"}
	for _, word := range words[3:] {
		if reply, ok := replies[word]; ok {
			a.Reply = reply
		}
		if after, ok := strings.CutPrefix(word, "retry="); ok {
			a.RetryAfter, _ = time.ParseDuration(after)
		}
	}
	delete(w.sent, n)
	w.answers[n] = a
	return nil
}

// arriveLate makes the Job of a closed attempt, as an operator does that was replaced and does not know it.
func (w *world) arriveLate(words []string) error {
	for _, s := range allSteps(w.wf) {
		n, err := strconv.Atoi(words[2])
		if err != nil || s.String()+"'s" != words[0] {
			continue
		}
		name := attemptName(s, int32(n))
		if w.runs[name].State != RunAbsent {
			return fmt.Errorf("when %s: its name is taken", strings.Join(words, " "))
		}
		w.made[name], w.late[name] = CreateJob{Step: s, Attempt: int32(n)}, true
		w.runs[name] = Run{State: RunPending}
		w.children.Jobs = true
		return nil
	}
	return fmt.Errorf("when %s: no such step", strings.Join(words, " "))
}

// leaveLate brings the deletion of late Jobs forward.
func (w *world) leaveLate(how string) error {
	for name := range w.late {
		switch how {
		case "gone":
			w.runs[name] = Run{}
			if w.ending[name] {
				w.runs[name] = Run{State: RunSuspended}
			}
		case "leaving":
			w.runs[name] = Run{State: RunLeaving, GoneBy: w.nodeTime()}
		default:
			return fmt.Errorf("a late job cannot be %s", how)
		}
	}
	return nil
}

func (w *world) become(run Run, verb string, args []string) (Run, error) {
	switch verb {
	case "starts":
		run.State, run.StartedAt = RunRunning, w.nodeTime()
	case "waits":
		run.Waiting, run.Message = args[0], "as the kubelet put it"
	case "vanishes", "is":
		switch {
		case len(args) == 1 && args[0] == "leaving":
			run.State, run.GoneBy = RunLeaving, w.nodeTime()
		case len(args) == 1 && args[0] == "held":
			run = Run{State: RunLeaving, GoneBy: w.nodeTime(), Held: true}
		case len(args) == 1 && args[0] == "orphaned":
			run.State = RunLeaving
		case len(args) == 1 && args[0] == "suspended":
			run = Run{State: RunSuspended, Message: "somebody suspended its Job"}
		case len(args) == 1 && args[0] == "resumed":
			run = Run{State: RunPending}
		default:
			run = Run{}
		}
	case "succeeds", "fails":
		w.ended(&run)
		run.State, run.ExitCode = RunSucceeded, new(int32(0))
		run.Reported = &Reported{Manifest: &v1alpha1.Manifest{URL: "ipfs://manifest", Files: 1, Bytes: 1}}
		if verb == "fails" {
			run.State, run.ExitCode, run.Reported = RunFailed, nil, nil
		}
		for _, arg := range args {
			describe(&run, arg)
		}
	default:
		return run, fmt.Errorf("a step cannot %q", verb)
	}
	return run, nil
}

func (w *world) ended(run *Run) {
	if run.StartedAt.IsZero() {
		run.StartedAt = w.nodeTime()
	}
	run.FinishedAt = w.nodeTime()
}

func describe(run *Run, arg string) {
	key, value, _ := strings.Cut(arg, "=")
	n, _ := strconv.Atoi(value)
	switch key {
	case "exit":
		run.ExitCode = new(int32(n))
	case "reason":
		run.ContainerReason = value
		if value == "StartError" { // The kubelet dates the start of what never started at the epoch.
			run.StartedAt = time.Unix(0, 0)
		}
	case "pod":
		run.PodReason = value
	case "job":
		run.JobReason = value
	case "disrupted":
		run.Disrupted = true
	case "deleted":
		run.GoneBy = run.FinishedAt
	case "taken": // It is looked at when the kubelet takes it away.
		run.GoneBy = run.FinishedAt.Add(3 * time.Second)
	case "unseen": // Only the Job tells.
		run.JobOnly, run.Reported = true, nil
	case "algorithms":
		run.Reported.Algorithms = strings.Split(value, ",")
	case "silently":
		run.Reported = nil
	case "full":
		run.Reported.VolumeFull = true
	case "code":
		run.Reported = &Reported{Code: v1alpha1.Code(n), Message: "as the program put it"}
	}
}

// nodeTime is now as a kubelet tells it: in whole seconds.
func (w *world) nodeTime() time.Time { return w.now.Truncate(time.Second) }
