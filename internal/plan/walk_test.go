// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// walk is a life of a workflow in which anything may happen, as a script of bytes says. After every turn of the loop what
// must always hold is checked.
type walk struct {
	*world
	t      testing.TB
	script []byte
	told   []string // what happened, for the report of a failure
	events int
	kept   []byte // the status as it is stored
}

// givens are the kinds of workflow that walks are made of.
var givens = []string{
	"stages=count", "stages=clean,train", "stages=a,b,c filter", "stages=count filter retries=1", "stages=count retries=3 ttl=0",
	"stages=clean,train ttl=60 filter", "stages=count suspended", "stages=count keep ttl=60", "stages=a,b stopped filter", "stages=count max=1 running=1 ahead=1",
	"stages=count secret=not-allowed", "stages=count secret=consumer-key", "stages=count network=Allowed", "stages=count images=python", "stages=count algorithms=5a5a",
	"stages=count notify", "stages=a,b notify ttl=60 filter", "stages=count notify=stop ttl=0", "stages=count notify=start", "stages=count notify required",
	"stages=count notify=start required ttl=60", "stages=count notify suspended", "stages=count notify required stopped", "stages=a,b max=1 running=1 notify required",
	"stages=count isolation", "stages=a,b isolation max=1 running=1 notify", "stages=count isolation=warn network=Loopback",
	"stages=count claim", "stages=count claim=gone filter", "stages=a,b claim=gone notify",
}

// runWalk plays a script to its end, then lets everything resolve, and checks how it ended.
func runWalk(tb testing.TB, script []byte) {
	tb.Helper()
	w := &walk{t: tb, script: script}
	given := givens[w.pick(len(givens))]
	var err error
	if w.world, err = newWorld(given); err != nil {
		tb.Fatal(err)
	}
	w.tell("given " + given)
	w.now = w.now.Add(137 * time.Millisecond) // Statuses keep whole seconds; clocks do not.
	w.rest()
	for len(w.script) > 0 && !w.gone {
		w.befallen()
		w.rest()
	}
	w.resolve()
}

// pick reads the script: a number below n, and 0 when the script is over.
func (w *walk) pick(n int) int {
	if len(w.script) == 0 {
		return 0
	}
	b := int(w.script[0])
	w.script = w.script[1:]
	return b % n
}

func (w *walk) tell(what string) { w.told = append(w.told, what) }

func (w *walk) fatalf(format string, args ...any) {
	w.t.Helper()
	w.t.Fatalf("%s\nafter:\n  %s", fmt.Sprintf(format, args...), strings.Join(w.told, "\n  "))
}

// what may happen besides what befalls the step that is under way.
var happenings = []string{
	"1s pass", "7s pass", "10m pass", "10m pass", "2h pass", "7h pass", "its time comes", "its time comes", "its time comes",
	"stop is set", "stop is taken back", "suspend is lifted", "it relents", "it relents",
	"publishing is asked for at 2026-11-23T13:00:00Z", "publishing is asked for at 2026-11-23T14:00:00Z",
	"0 workflows run", "1 workflows run", "2 workflows are ahead", "0 workflows are ahead",
	"isolation is proven", "isolation is broken",
	"the API server refuses Refused", "the API server refuses Invalid for good", "the API server refuses NameTaken for good",
	"the claim is gone", "the claim is there", "the claim is another's",
}

// what may befall an attempt, by what the cluster shows of it.
var fates = map[RunState][]string{
	RunPending: {
		"starts", "starts", "starts", "waits ErrImagePull", "waits InvalidImageName", "waits Unschedulable", "waits VolumeNotBound",
		"waits ContainerCreating", "is leaving", "vanishes", "is suspended", "is orphaned", "is held", "fails disrupted", "fails pod=OutOfcpu", "fails exit=128 reason=StartError",
	},
	RunRunning: {
		"succeeds", "succeeds", "succeeds silently", "succeeds full", "succeeds deleted", "succeeds taken", "succeeds unseen", "fails exit=1", "fails exit=1 code=31", "fails exit=1 code=32", "fails exit=124",
		"fails exit=137 reason=OOMKilled", "fails pod=Evicted", "fails disrupted exit=143", "fails deleted exit=143", "fails exit=137 reason=ContainerStatusUnknown",
		"fails job=DeadlineExceeded", "is leaving", "vanishes", "is suspended", "is orphaned", "is held",
	},
	RunLeaving:   {"is gone", "is gone", "is leaving", "fails exit=143", "fails deleted exit=143", "succeeds"},
	RunSuspended: {"is resumed", "vanishes"},
	RunSucceeded: {"vanishes"},
	RunFailed:    {"vanishes"},
}

// befallen lets one thing happen.
func (w *walk) befallen() {
	event := happenings[w.pick(len(happenings))]
	if s, run, ok := w.underWay(); ok && w.pick(3) > 0 {
		may := fates[run.State]
		if run.Held {
			may = []string{"is gone"}
		}
		if len(may) > 0 {
			event = s.String() + " " + may[w.pick(len(may))]
		}
	}
	asked := strings.HasPrefix(event, "publishing is asked for")
	if event == "its time comes" && w.wakeAt.IsZero() || asked && !w.settledIn(v1alpha1.ConditionSucceeded) {
		return
	}
	if late := w.lateEvent(); late != "" {
		event = late
	}
	if answer := w.answerEvent(); answer != "" {
		event = answer
	}
	if w.pick(40) == 39 {
		w.settings.Filter = !w.settings.Filter // The provider changes his mind and restarts the operator.
	}
	w.do(event)
}

func (w *walk) lateAlive() bool {
	return slices.ContainsFunc(slices.Collect(maps.Keys(w.late)), func(name string) bool { return alive(w.runs[name]) })
}

// lateEvent lets the Job of a closed attempt arrive now and then, and what was done to such a Job go on.
func (w *walk) lateEvent() string {
	if w.lateAlive() {
		return []string{"the late job is leaving", "the late job is gone", ""}[w.pick(3)]
	}
	if w.pick(20) < 19 {
		return ""
	}
	for _, s := range allSteps(w.wf) {
		if st := statusOf(w.wf.Status, s); st.Attempts > 0 && !isUnderWay(st.State) && w.runs[attemptName(s, 1)].State == RunAbsent {
			return s.String() + "'s job 1 arrives late"
		}
	}
	return ""
}

// answerEvent lets the receiver answer what is on its way, sooner or later.
func (w *walk) answerEvent() string {
	for _, n := range []Notice{NoticeStart, NoticeStop} {
		if _, ok := w.sent[n]; ok && w.pick(3) == 2 {
			how := []string{"is accepted", "is refused", "fails", "fails retry=90s", "finds nobody", "cannot be sent", "fails"}
			return fmt.Sprintf("the %s notice %s", n, how[w.pick(len(how))])
		}
	}
	return ""
}

func (w *walk) do(event string) {
	w.tell("when " + event)
	if err := w.happen(event); err != nil {
		w.fatalf("%v", err)
	}
}

// underWay is the step that is recorded as under way, and what the cluster shows of its attempt.
func (w *walk) underWay() (Step, Run, bool) {
	for _, s := range allSteps(w.wf) {
		if st := recorded(w.wf.Status, s); st != nil {
			return s, w.runs[attemptName(s, st.Attempts)], true
		}
	}
	return Step{}, Run{}, false
}

// rest takes turns until nothing changes any more. Some turns are cut short by a crash, before or amid the actions.
func (w *walk) rest() {
	for range 30 {
		if w.gone {
			return
		}
		if !w.turn() {
			w.checkItWillGoOn()
			return
		}
	}
	w.fatalf("it never comes to rest")
}

// turn observes, decides, records and applies once.
func (w *walk) turn() (changed bool) {
	d := w.decide()
	w.checkDecision(d)
	changed = w.keep(d)
	w.checkFixpoint(d, changed)
	known := w.refusal
	if w.pick(8) == 7 {
		w.refusal = nil
		n := w.pick(len(d.Actions) + 1)
		w.tell(fmt.Sprintf("     crash before action %d", n+1))
		d.Actions = d.Actions[:n]
		changed = true
	}
	for _, a := range d.Actions {
		w.checkAction(a)
	}
	changed = w.apply(d) || changed
	w.tell("then " + w.line(d))
	return changed || (w.refusal != nil && known == nil)
}

// keep records a status as the API server would: through JSON, which keeps whole seconds.
func (w *walk) keep(d Decision) (changed bool) {
	w.events += len(d.Events)
	w.wakeAt = d.WakeAt
	kept := w.stored(d.Status)
	if bytes.Equal(kept, w.kept) {
		return false
	}
	w.kept, w.wf.Status = kept, v1alpha1.WorkflowStatus{}
	if err := json.Unmarshal(kept, &w.wf.Status); err != nil {
		w.fatalf("%v", err)
	}
	w.forget()
	return true
}

// stored is a status as it is written: two that are written alike are the same.
func (w *walk) stored(status v1alpha1.WorkflowStatus) []byte {
	b, err := json.Marshal(status)
	if err != nil {
		w.fatalf("%v", err)
	}
	return b
}

// resolve is a fair ending: nothing is refused, whatever runs ends, and time goes on.
func (w *walk) resolve() {
	w.tell("when everything resolves")
	w.refusing, w.wf.Spec.Suspend, w.queue, w.isolated, w.claim = nil, false, Queue{}, Isolation{Proven: true}, "there"
	w.rest()
	for range 200 {
		s, run, busy := w.underWay()
		if w.gone || w.settledIn(v1alpha1.ConditionSucceeded) && !busy && !w.lateAlive() && !w.owed() {
			w.checkEnd()
			return
		}
		switch {
		case w.lateAlive():
			w.do("the late job is gone")
		case len(w.sent) > 0:
			w.do(fmt.Sprintf("the %s notice is accepted", slices.Sorted(maps.Keys(w.sent))[0]))
		case run.State == RunPending:
			w.do(s.String() + " starts")
		case run.State == RunRunning:
			w.do(s.String() + " succeeds")
		case run.State == RunLeaving && !run.Held:
			w.do(s.String() + " is gone")
		case run.State == RunSuspended && run.Message != "": // Not by the operator.
			w.do(s.String() + " is resumed")
		case w.wakeAt.IsZero():
			w.fatalf("it is stuck: nothing runs and it waits for no time")
		default:
			w.do("its time comes")
		}
		w.rest()
	}
	w.fatalf("it never ends")
}

// owed tells that a notice is wanted and neither accepted nor given up.
func (w *walk) owed() bool {
	return (&draft{status: w.wf.Status}).owesNotices()
}

func (w *walk) settledIn(condition string) bool { return settledIn(w.wf.Status, condition) }

func settledIn(status v1alpha1.WorkflowStatus, condition string) bool {
	c := meta.FindStatusCondition(status.Conditions, condition)
	return c != nil && c.Status != metav1.ConditionUnknown
}
