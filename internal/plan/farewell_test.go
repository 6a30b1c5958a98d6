// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// parting is a workflow that was deleted while its algorithm ran, as its last observer knew it.
func parting(changes ...change) World {
	wanted := func(w *World) { w.Settings.NotifyStart, w.Settings.NotifyStop = true, true }
	w := midRun(countStep, running(0), append([]change{wanted}, changes...)...)
	d := newDraft(w)
	for _, t := range []string{v1alpha1.ConditionStartNotified, v1alpha1.ConditionStopNotified} {
		d.set(t, "Unknown", v1alpha1.ReasonPending, "")
	}
	w.Workflow.Status = d.status
	w.Children = Children{Document: true}
	return w
}

func startDelivered(w *World) {
	d := newDraft(*w)
	d.set(v1alpha1.ConditionStartNotified, "True", v1alpha1.ReasonDelivered, "")
	d.notice(NoticeStart).Attempts = 1
	w.Workflow.Status = d.status
}

// say plays a farewell: each answer is to what was asked for last.
func say(t *testing.T, w World, answers map[Notice]Reply) []string {
	t.Helper()
	did, _ := part(t, w, answers)
	return did
}

// part is say, and what people are told of it.
func part(t *testing.T, w World, answers map[Notice]Reply) (did []string, events []Event) {
	t.Helper()
	w.Settings.NoticeRetryTime, w.Settings.FarewellTime = 24*time.Hour, 10*time.Minute
	w.Answers = map[Notice]Answer{}
	for range 100 {
		d := Farewell(w)
		w.Workflow.Status = d.Status
		events = append(events, d.Events...)
		for _, a := range d.Actions {
			did = append(did, a.String())
			switch a := a.(type) {
			case SendNotice:
				w.Answers[a.Notice] = Answer{Attempt: a.Attempt, At: w.Now, Reply: answers[a.Notice]}
			case MarkGone:
				w.GoneSince = w.Now
			}
		}
		switch {
		case len(d.Actions) > 0 && d.Actions[len(d.Actions)-1] == Action(DeleteDocument{}):
			return did, events
		case len(d.Actions) == 0 && d.WakeAt.IsZero():
			t.Fatal("it rests for ever")
		case len(d.Actions) == 0:
			w.Now = d.WakeAt
		}
	}
	t.Fatal("it never ends")
	return nil, nil
}

func TestTheBackendIsToldOfADeletedWorkflow(t *testing.T) {
	accepted := map[Notice]Reply{NoticeStart: ReplyAccepted, NoticeStop: ReplyAccepted}
	for _, tc := range []struct {
		name  string
		world World
		want  []string
	}{
		{"whose start was accepted", func() World { w := parting(); startDelivered(&w); return w }(), []string{"send stop notice/1", "delete document"}},
		{"whose start was not told yet", parting(), []string{"send start notice/1", "send stop notice/1", "delete document"}},
		{"of which nothing is known", parting(func(w *World) { w.Workflow.Status = v1alpha1.WorkflowStatus{} }), []string{"send start notice/1", "send stop notice/1", "delete document"}},
		{"when nobody wants to know any more", parting(settings(func(s *Settings) { s.NotifyStart, s.NotifyStop = false, false }), func(w *World) { w.Workflow.Status = v1alpha1.WorkflowStatus{} }), []string{"delete document"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, say(t, tc.world, accepted)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAReceiverThatIsAwayKeepsWhatIsLeftOfADeletedWorkflowForAWhileOnly(t *testing.T) {
	w := parting()
	startDelivered(&w)
	did, events := part(t, w, nil)
	if n := len(did); n < 5 || n > 12 || did[n-1] != "delete document" {
		t.Errorf("it did %v", did)
	}
	if len(events) != 1 || !events[0].Warning || events[0].Reason != v1alpha1.ReasonUndeliverable {
		t.Errorf("people were told %v", events)
	}
}

// An operator that starts later remembers nothing but what the document says: it makes one attempt more, and no new patience.
func TestADeletedWorkflowIsNotKeptLongerByAnOperatorThatStartsAnew(t *testing.T) {
	forgotten := func(w *World) { w.Workflow.Status = v1alpha1.WorkflowStatus{} }
	for _, tc := range []struct {
		name string
		gone time.Duration // before now
		last time.Duration // until when it is tried, from now
	}{
		{"gone for a while", 4 * time.Minute, 6 * time.Minute},
		{"gone for longer than is told of it", time.Hour, 0},
		{"gone in the future, as a clock that is wrong has it", -time.Hour, 10 * time.Minute},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := parting(forgotten, func(w *World) { w.GoneSince = w.Now.Add(-tc.gone) })
			w.Settings.NoticeRetryTime, w.Settings.FarewellTime = 24*time.Hour, 10*time.Minute
			begin := w.Now
			did := unheard(&w)
			if diff := cmp.Diff([]string{"send start notice/1", "send stop notice/1"}, did[:2]); diff != "" {
				t.Error(diff)
			}
			if took := w.Now.Sub(begin); took > tc.last+time.Second || took < tc.last-time.Second || did[len(did)-1] != "delete document" {
				t.Errorf("it was tried for %s, not %s: %v", took, tc.last, did)
			}
		})
	}
}

// unheard plays a farewell of which nobody takes a notice.
func unheard(w *World) (did []string) {
	w.Answers = map[Notice]Answer{}
	for range 100 {
		d := Farewell(*w)
		w.Workflow.Status = d.Status
		for _, a := range d.Actions {
			did = append(did, a.String())
			if sent, ok := a.(SendNotice); ok {
				w.Answers[sent.Notice] = Answer{Attempt: sent.Attempt, At: w.Now}
			}
		}
		switch {
		case slices.Contains(d.Actions, Action(DeleteDocument{})):
			return did
		case len(d.Actions) == 0:
			w.Now = d.WakeAt
		}
	}
	return did
}

func TestSinceWhenAWorkflowIsGoneIsWrittenDownOnceAndOnlyIfANoticeHasToWait(t *testing.T) {
	accepted := map[Notice]Reply{NoticeStart: ReplyAccepted, NoticeStop: ReplyAccepted}
	if did := say(t, parting(), accepted); slices.Contains(did, "mark gone") {
		t.Errorf("nothing had to wait, and it did %v", did)
	}
	dated := 0
	for _, a := range say(t, parting(), nil) {
		if a == "mark gone" {
			dated++
		}
	}
	if dated != 1 {
		t.Errorf("it was written down %d times", dated)
	}
}

func TestPeopleHearOfADeletedWorkflowOnlyWhatIsGivenUp(t *testing.T) {
	for _, tc := range []struct {
		name    string
		answers map[Notice]Reply
		want    []string
	}{
		{"nothing is", map[Notice]Reply{NoticeStart: ReplyAccepted, NoticeStop: ReplyAccepted}, nil},
		{"the receiver wants no more", map[Notice]Reply{NoticeStart: ReplyGone, NoticeStop: ReplyGone}, []string{v1alpha1.ReasonGone, v1alpha1.ReasonGone}},
		{"the start never got through", map[Notice]Reply{NoticeStop: ReplyAccepted}, []string{v1alpha1.ReasonOvertaken}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, events := part(t, parting(), tc.answers)
			var got []string
			for _, e := range events {
				got = append(got, e.Reason)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A notice cannot be made without the document, which goes with its namespace at the latest. What was answered before counts.
func TestWhatIsOwedOfADeletedWorkflowIsGivenUpOnceItsDocumentIsTaken(t *testing.T) {
	taken := func(w *World) { w.Children.Document, w.Children.DocumentTaken = false, true }
	answered := func(w *World) {
		startDelivered(w)
		w.Answers = map[Notice]Answer{NoticeStop: {Attempt: 1, At: w.Now, Reply: ReplyAccepted}}
	}
	lost, told := v1alpha1.ReasonUndeliverable, v1alpha1.ReasonDelivered
	for _, tc := range []struct {
		name        string
		changes     []change
		start, stop string
		losses      int
	}{
		{"both owed", nil, lost, lost, 2},
		{"the stop owed", []change{startDelivered}, told, lost, 1},
		{"the stop answered meanwhile", []change{answered}, told, told, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := parting()
			for _, c := range append(tc.changes, taken) {
				c(&w)
			}
			w.Settings.NoticeRetryTime, w.Settings.FarewellTime = 24*time.Hour, 10*time.Minute
			d := Farewell(w)
			if diff := cmp.Diff([]Action{DeleteDocument{}}, d.Actions); diff != "" || !d.WakeAt.IsZero() || len(d.Events) != tc.losses {
				t.Errorf("it wakes at %s, tells %v, and does %s", d.WakeAt, d.Events, diff)
			}
			start := meta.FindStatusCondition(d.Status.Conditions, v1alpha1.ConditionStartNotified).Reason
			stop := meta.FindStatusCondition(d.Status.Conditions, v1alpha1.ConditionStopNotified).Reason
			if start != tc.start || stop != tc.stop {
				t.Errorf("the start is %s and the stop %s", start, stop)
			}
		})
	}
}

func TestWhatLostItsOwnerWhenAWorkflowWasDeletedGoesAtOnce(t *testing.T) {
	d := Farewell(World{Workflow: &v1alpha1.Workflow{}, Children: Children{Remains: true}})
	if diff := cmp.Diff([]Action{DeleteRemains{}}, d.Actions); diff != "" || !d.WakeAt.IsZero() {
		t.Errorf("it wakes at %s: %s", d.WakeAt, diff)
	}
}

func TestAPodWithoutAJobGoesWithItsDeletedWorkflowAtOnce(t *testing.T) {
	owed := parting()
	owed.Children.Orphans = true
	settled := World{Now: owed.Now, Workflow: &v1alpha1.Workflow{}, Settings: owed.Settings, Children: Children{Orphans: true}}
	for _, tc := range []struct {
		name  string
		world World
		want  []string
	}{
		{"while a notice is owed", owed, []string{"delete orphans", "send start notice/1"}},
		{"when nothing else of it is left", settled, []string{"delete orphans"}},
		{"though it is to be looked into", func() World { w := settled; w.Settings.KeepChildren = true; return w }(), []string{"delete orphans"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var did []string
			for _, a := range Farewell(tc.world).Actions {
				did = append(did, a.String())
			}
			if diff := cmp.Diff(tc.want, did); diff != "" {
				t.Error(diff)
			}
		})
	}
}
