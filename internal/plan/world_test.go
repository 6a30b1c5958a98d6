// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

var epoch = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// world is a cluster in memory: it keeps what the plan records and does what the plan asks for, at once.
type world struct {
	now      time.Time
	wf       *v1alpha1.Workflow
	runs     map[string]Run        // by attempt name
	made     map[string]CreateJob  // Jobs that were ever asked for, by attempt name
	late     map[string]bool       // of these, the ones that an operator asked for which was replaced
	ending   map[string]bool       // Jobs that are suspended
	sent     map[Notice]SendNotice // what is on its way
	answers  map[Notice]Answer
	children Children
	queue    Queue
	isolated Isolation
	claim    string   // what becomes of the claim that the workflow names: there, gone or another's
	refusing *Refusal // what creates are answered
	refusal  *Refusal // what the last one was answered
	settings Settings
	wakeAt   time.Time
	done     []Action
	gone     bool
}

func testSettings() Settings {
	return Settings{
		PendingTimeout: 10 * time.Minute, Grace: 30 * time.Second,
		ConfigureTimeout: 6 * time.Hour, FilterTimeout: time.Hour, PublishTimeout: 6 * time.Hour,
		NodeLost: 10 * time.Minute, NoticeRetryTime: 24 * time.Hour, SystemRetries: 3, PublishRetryTime: time.Hour, ResultsRetention: 24 * time.Hour,
		AllowedSecrets: []string{"consumer-*"}, ReservedSecrets: []string{"operator-engine-credentials"},
	}
}

// newWorld reads a story's given line: words such as stages=a,b retries=1 ttl=60 filter keep secret=name network=Allowed
// images=PATTERN algorithms=SHA256 claim[=gone] max=1 running=1 ahead=0 notify[=start|stop] required isolation[=warn].
func newWorld(given string) (*world, error) {
	w := &world{now: epoch, runs: map[string]Run{}, made: map[string]CreateJob{}, late: map[string]bool{}, ending: map[string]bool{}, sent: map[Notice]SendNotice{}, answers: map[Notice]Answer{}, settings: testSettings(), wf: gen.Workflow()}
	for word := range strings.FieldsSeq(given) {
		key, value, _ := strings.Cut(word, "=")
		n, _ := strconv.Atoi(value)
		switch key {
		case "stages":
			gen.WithStages(strings.Split(value, ",")...)(w.wf)
		case "retries":
			gen.WithRetries(int32(n))(w.wf)
		case "ttl":
			gen.WithTTL(int32(n))(w.wf)
		case "max":
			w.settings.MaxJobs = n
		case "running":
			w.queue.Running = n
		case "ahead":
			w.queue.Ahead = n
		case "filter":
			w.settings.Filter = true
		case "notify":
			w.settings.NotifyStart, w.settings.NotifyStop = value != "stop", value != "start"
		case "required":
			w.settings.StartRequired = true
		case "keep":
			w.settings.KeepChildren = true
		case "taken":
			w.refusing = &Refusal{Reason: v1alpha1.ReasonNameTaken, Message: "it is somebody else's", Final: true}
		case "suspended":
			w.wf.Spec.Suspend = true
		case "stopped":
			w.wf.Spec.Stop = true
		case "isolation":
			w.settings.RequireIsolation = value != "warn"
			w.isolated = Isolation{Awaited: true}
		case "network":
			w.wf.Spec.Stages[0].Compute.Network = v1alpha1.Network(value)
		case "images":
			w.settings.AllowedImages = patterns(strings.Split(value, ",")...)
		case "algorithms":
			w.settings.AllowedAlgorithms = strings.Split(value, ",")
			for i := range w.wf.Spec.Stages { // Code that only configure can judge.
				w.wf.Spec.Stages[i].Algorithm.RawCode, w.wf.Spec.Stages[i].Algorithm.Files = "", []v1alpha1.File{{URL: "https://code.example.com/a"}}
			}
		case "claim":
			w.claim, w.settings.AllowedClaims = value, []string{namedClaim}
			w.wf.Spec.Stages[0].Inputs = []v1alpha1.Input{{ID: "a", Files: []v1alpha1.File{{Claim: &v1alpha1.ClaimPath{Name: namedClaim, Path: "."}}}}}
		case "secret":
			w.wf.Spec.SecretRef = &v1alpha1.SecretReference{Name: value}
		default:
			return nil, fmt.Errorf("given: %q is not known", word)
		}
	}
	return w, nil
}

// namedClaim is the claim that a workflow names as an input.
const namedClaim = "dataset-1"

// world is what the plan would be shown.
func (w *world) world() World {
	runs := map[Step]Run{}
	for _, s := range allSteps(w.wf) {
		if st := recorded(w.wf.Status, s); st != nil {
			runs[s] = w.runs[attemptName(s, st.Attempts)]
		}
	}
	var strays []Stray
	for _, name := range slices.Sorted(maps.Keys(w.made)) {
		job := w.made[name]
		if st := recorded(w.wf.Status, job.Step); alive(w.runs[name]) && (st == nil || st.Attempts != job.Attempt) {
			strays = append(strays, Stray{Step: job.Step, Attempt: job.Attempt, Run: w.runs[name]})
		}
	}
	children := w.children
	children.Missing = children.Missing || !children.Claims
	shown := World{Now: w.now, Workflow: w.wf, Runs: runs, Strays: strays, Children: children, Answers: w.answers, Refusal: w.refusal, Queue: w.queue, Isolation: w.isolated, Settings: w.settings}
	if shown.NamesMatter() {
		shown.AbsentClaims = map[string]bool{namedClaim: w.claim == "gone"}
		shown.OthersClaims = map[string]bool{namedClaim: w.claim == "another's"}
	}
	return shown
}

// settle decides and does until nothing changes any more, and tells each turn in a line.
func (w *world) settle() []string {
	var lines []string
	for range 20 {
		if w.gone {
			return append(lines, "the workflow is gone")
		}
		d := Next(w.world())
		refusal := w.refusal
		changed := w.record(d)
		changed = w.apply(d) || changed
		changed = changed || (w.refusal != nil && refusal == nil)
		if !changed {
			return lines
		}
		lines = append(lines, w.line(d))
	}
	return append(lines, "it never comes to rest")
}

// record keeps the status that was decided, and tells whether it is a new one.
func (w *world) record(d Decision) (changed bool) {
	changed = !reflect.DeepEqual(w.wf.Status, d.Status)
	w.wf.Status, w.wakeAt = d.Status, d.WakeAt
	w.forget()
	return changed
}

// forget drops what is known of notices that are settled, those on their way too.
func (w *world) forget() {
	for _, n := range Settled(w.wf.Status) {
		delete(w.sent, n)
		delete(w.answers, n)
	}
}

// apply does the actions up to the first that is refused; notices are also sent after it.
func (w *world) apply(d Decision) (changed bool) {
	w.done, w.refusal = nil, nil
	for _, a := range d.Actions {
		if _, notice := a.(SendNotice); notice || w.refusal == nil {
			changed = w.act(a) || changed
		}
	}
	return changed
}

func (w *world) line(d Decision) string {
	var did []string
	for _, a := range w.done {
		did = append(did, a.String())
	}
	summary := d.Status.Conditions[0]
	text := fmt.Sprintf("%s %d %s", d.Status.Phase, d.Status.Code, summary.Reason)
	if d.Status.QueuePosition != 0 {
		text += fmt.Sprintf(" position=%d", d.Status.QueuePosition)
	}
	if d.Status.StopReq != 0 {
		text += fmt.Sprintf(" stopreq=%d", d.Status.StopReq)
	}
	if _, before, again := strings.Cut(summary.Message, "; the one before failed of "); again {
		text += " after " + before
	}
	if len(did) > 0 {
		text += ": " + strings.Join(did, ", ")
	}
	if !d.WakeAt.IsZero() {
		text += "; wakes in " + d.WakeAt.Sub(w.now).String()
	}
	return text + " | " + d.Rule
}

// act does an action as the cluster would, and tells whether it changed anything.
func (w *world) act(a Action) (changed bool) {
	before := w.children
	switch a := a.(type) {
	case CreateChildren:
		w.children.Claims, w.children.Document = true, w.settings.NotifyStart || w.settings.NotifyStop
		if before.Missing || !before.Claims {
			w.refusal = w.refusing // Of the second claim.
		}
		w.children.Missing = w.refusal != nil
		changed = before != w.children
	case CreateJob:
		name := attemptName(a.Step, a.Attempt)
		w.refusal = w.refusing
		if w.refusal == nil && w.runs[name].State == RunAbsent {
			w.runs[name], w.made[name] = Run{State: RunPending}, a
			w.children.Jobs = true
			changed = true
		}
	case EndJob:
		name := attemptName(a.Step, a.Attempt)
		run := w.runs[name]
		changed = run.State != RunLeaving
		run.State, w.ending[name] = RunLeaving, true
		w.runs[name] = run
	case DeleteChildren:
		keep := before.Claims && a.KeepVolumes
		w.children = Children{Claims: keep, Missing: keep && before.Missing, Orphans: before.Orphans, Document: before.Document}
		w.deleteJobs()
		changed = before != w.children
	case SendNotice:
		answered := w.answers[a.Notice].Attempt == a.Attempt
		changed = w.sent[a.Notice] != a && !answered
		if !answered {
			w.sent[a.Notice] = a
		}
	case DeleteOrphans:
		w.children.Orphans, changed = false, true
	case DeleteDocument:
		w.children.Document, changed = false, true
	case DeleteWorkflow:
		w.gone, changed = true, true
	}
	if changed {
		w.done = append(w.done, a)
	}
	return changed
}

// deleteJobs leaves the pods that are on a lost node.
func (w *world) deleteJobs() {
	for name, run := range w.runs {
		if !alive(run) {
			delete(w.runs, name)
		}
	}
	clear(w.ending)
}

// alive tells that an attempt's process may run, or begin to.
func alive(run Run) bool {
	return run.State == RunPending || run.State == RunRunning || run.State == RunLeaving
}

func allSteps(wf *v1alpha1.Workflow) []Step {
	d := &draft{World: World{Workflow: wf}}
	return append(append([]Step{configureStep}, d.algorithmSteps()...), filterStep, publishStep)
}

func recorded(status v1alpha1.WorkflowStatus, s Step) *v1alpha1.StepStatus {
	d := &draft{status: status}
	switch d.stateOf(s) {
	case v1alpha1.StepActive, v1alpha1.StepEnding:
		return d.stepStatus(s)
	case "", v1alpha1.StepSucceeded, v1alpha1.StepFailed, v1alpha1.StepStopped, v1alpha1.StepSkipped:
	}
	return nil
}
