// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package courier

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/types"

	"github.com/oceanprotocol/operator-engine/internal/notify"
	"github.com/oceanprotocol/operator-engine/internal/plan"
)

func TestANoticeIsSentInTheBackgroundAndItsAnswerIsKept(t *testing.T) {
	o := open(t)
	wf := o.workflow("a")
	o.Send(wf, attempt(plan.NoticeStart, 3))
	s := o.next(t)
	if s.to != startURL || s.notice.ID() != "a-start" || s.notice.Job.Secret.Reveal() != "hush-a" {
		t.Errorf("sent %s to %s with the secret %s", s.notice.ID(), s.to, s.notice.Job.Secret.Reveal())
	}
	if got := o.Answers("a"); len(got) != 0 {
		t.Errorf("before there is an answer it is %v", got)
	}
	s.answers <- notify.Outcome{Result: notify.RetryAfter, Status: 429, Reason: "slowly", Wait: time.Minute}
	if name := o.heard(t); name != wf.Name {
		t.Errorf("called for %s", name)
	}
	want := map[plan.Notice]plan.Answer{plan.NoticeStart: {Attempt: 3, At: now, Reply: plan.ReplyFailed, RetryAfter: time.Minute, Message: "slowly"}}
	if diff := cmp.Diff(want, o.Answers("a")); diff != "" {
		t.Error(diff)
	}
}

func TestOneAttemptIsMadeOnce(t *testing.T) {
	o := open(t)
	wf := o.workflow("a")
	for range 3 { // Whoever drives the workflow asks again in every turn.
		o.Send(wf, attempt(plan.NoticeStart, 1))
	}
	s := o.next(t)
	o.Send(wf, attempt(plan.NoticeStart, 1))
	s.answers <- notify.Outcome{Result: notify.Failed, Reason: "first"}
	o.heard(t)
	o.Send(wf, attempt(plan.NoticeStart, 1))
	o.Send(wf, attempt(plan.NoticeStart, 2))
	s = o.next(t)
	if got := o.Answers("a"); len(got) != 0 {
		t.Errorf("the answer to an earlier attempt is kept: %v", got)
	}
	s.answers <- notify.Outcome{Result: notify.Delivered, Reason: "second"}
	o.heard(t)
	if got := o.Answers("a")[plan.NoticeStart]; got.Attempt != 2 || got.Reply != plan.ReplyAccepted {
		t.Errorf("got %+v", got)
	}
	o.sendAndAnswer(t, "last") // The queue is worked off in order: nothing of a's can come after this.
	o.nothing(t)
}

// sendAndAnswer lets another notice go all the way.
func (o *office) sendAndAnswer(t *testing.T, uid string) {
	t.Helper()
	o.Send(o.workflow(uid), attempt(plan.NoticeStart, 100))
	s := o.next(t)
	if s.notice.WorkflowUID != uid {
		t.Errorf("%s of %s was sent", s.notice.Event, s.notice.WorkflowUID)
	}
	s.answers <- notify.Outcome{Result: notify.Delivered}
	o.heard(t)
}

// hang lets every messenger for starts be on its way to a receiver that does not answer.
func (o *office) hang(t *testing.T) []sent {
	t.Helper()
	var hanging []sent
	for i := range messengers {
		o.Send(o.workflow(fmt.Sprintf("hanging-%d", i)), attempt(plan.NoticeStart, 1))
		hanging = append(hanging, o.next(t))
	}
	return hanging
}

func TestAReceiverOfStartsThatHangsHoldsUpNoStop(t *testing.T) {
	o := open(t)
	o.hang(t)
	wf := o.workflow("a")
	o.Send(wf, attempt(plan.NoticeStart, 1)) // There is nobody left to go.
	o.Send(wf, attempt(plan.NoticeStop, 1))
	s := o.next(t)
	if s.notice.ID() != "a-stop" || s.to != stopURL {
		t.Fatalf("sent %s to %s", s.notice.ID(), s.to)
	}
	s.answers <- notify.Outcome{Result: notify.Delivered}
	o.heard(t)
	o.nothing(t)
}

func TestWhatWasTriedLessOftenGoesFirstWhereManyWait(t *testing.T) {
	o := open(t)
	hanging := o.hang(t)
	for _, send := range []struct {
		uid  string
		rank int32
	}{{"often", 9}, {"again", 2}, {"urgent", 7}, {"new", 1}, {"newer", 1}} {
		o.Send(o.workflow(send.uid), plan.SendNotice{Notice: plan.NoticeStart, Attempt: send.rank, Rank: send.rank})
	}
	o.Send(o.workflow("urgent"), plan.SendNotice{Notice: plan.NoticeStart, Attempt: 7, Rank: 1}) // Now a stop waits for it.
	var order []string
	for i := range 5 {
		hanging[i].answers <- notify.Outcome{Result: notify.Failed}
		o.heard(t)
		order = append(order, o.next(t).notice.WorkflowUID)
	}
	if diff := cmp.Diff([]string{"new", "newer", "urgent", "again", "often"}, order); diff != "" {
		t.Error(diff)
	}
}

func TestACourierIsNotHeldUpByWhoeverItCalls(t *testing.T) {
	o := open(t)
	for i := range 10 {
		o.Send(o.workflow(fmt.Sprint(i)), attempt(plan.NoticeStart, 1))
		o.next(t).answers <- notify.Outcome{Result: notify.Delivered}
	}
	o.Send(o.workflow("a"), attempt(plan.NoticeStart, 1)) // Nobody has listened yet.
	o.next(t).answers <- notify.Outcome{Result: notify.Delivered}
	heard := map[string]bool{}
	for range 11 {
		heard[o.heard(t)] = true
	}
	if len(heard) != 11 {
		t.Errorf("called for %v", heard)
	}
}

func TestWhatIsForgottenIsNotKeptWhenItsAnswerComes(t *testing.T) {
	o := open(t)
	o.Send(o.workflow("a"), attempt(plan.NoticeStart, 1))
	s := o.next(t)
	o.Forget("a", plan.NoticeStart)
	s.answers <- notify.Outcome{Result: notify.Delivered}
	o.heard(t)
	if got := o.Answers("a"); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	if len(o.errands) != 0 {
		t.Errorf("%d errands are kept", len(o.errands))
	}
}

func TestWhatIsForgottenBeforeItBeginsIsNotSent(t *testing.T) {
	o := open(t)
	hanging := o.hang(t)
	o.Send(o.workflow("a"), attempt(plan.NoticeStart, 1))
	o.Forget("a", plan.NoticeStart)
	hanging[0].answers <- notify.Outcome{Result: notify.Failed}
	o.heard(t)
	o.sendAndAnswer(t, "b")
}

func TestWhatIsForgottenOnItsWayIsBrokenOffAndNothingElseIs(t *testing.T) {
	o := open(t)
	wf := o.workflow("a")
	o.Send(wf, attempt(plan.NoticeStart, 1))
	o.next(t)
	o.Send(wf, attempt(plan.NoticeStop, 1))
	stop := o.next(t)
	o.Forget("a", plan.NoticeStart)
	o.heard(t) // The start has ended although nobody answered it.
	stop.answers <- notify.Outcome{Result: notify.Delivered}
	o.heard(t)
	if got := o.Answers("a"); len(got) != 1 || got[plan.NoticeStop].Reply != plan.ReplyAccepted {
		t.Errorf("got %v", got)
	}
}

func TestTheEndOfTheContextLeavesNoAnswer(t *testing.T) {
	o := open(t)
	o.hang(t)
	for i := range 100 {
		o.Send(o.workflow(fmt.Sprintf("waiting-%d", i)), attempt(plan.NoticeStart, 1))
	}
	o.close()
	for id, e := range o.errands {
		if e.answer != nil {
			t.Errorf("%v has the answer %+v: it may have arrived, and whoever leads next must ask again", id, *e.answer)
		}
	}
	o.Send(o.workflow("late"), attempt(plan.NoticeStart, 1)) // It waits for nobody.
}

func TestASecretThatCannotBeReadIsAnAnswerWithAMessage(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*office)
		says   string
	}{
		"because it is not there":    {func(o *office) { clear(o.vault.secrets) }, `secrets "wf-a`},
		"because it lacks the value": {func(o *office) { o.keep(o.workflow("a"), map[string][]byte{"other": nil}) }, `has no key "secret"`},
	} {
		t.Run(name, func(t *testing.T) {
			o := open(t)
			wf := o.workflow("a")
			tc.change(o)
			o.Send(wf, attempt(plan.NoticeStop, 1))
			o.heard(t)
			got := o.Answers("a")[plan.NoticeStop]
			if got.Reply != plan.ReplyUnsent || got.At != now || got.Attempt != 1 || !strings.Contains(got.Message, tc.says) {
				t.Errorf("got %+v", got)
			}
			o.nothing(t)
		})
	}
}

func TestAnAPIServerThatHangsCostsOneLimit(t *testing.T) {
	o := prepare()
	o.limit, o.vault.hangs = time.Millisecond, true
	o.start(t)
	o.Send(o.workflow("a"), attempt(plan.NoticeStart, 1))
	o.heard(t)
	if got := o.Answers("a")[plan.NoticeStart]; got.Reply != plan.ReplyUnsent || !strings.Contains(got.Message, "deadline") {
		t.Errorf("got %+v", got)
	}
}

func TestOneWorkflowsAnswersAreNotAnothers(t *testing.T) {
	o := open(t)
	for _, uid := range []string{"a", "b"} {
		o.Send(o.workflow(uid), attempt(plan.NoticeStart, 1))
		o.next(t).answers <- notify.Outcome{Result: notify.Delivered, Reason: uid}
		o.heard(t)
	}
	o.Forget("a", plan.NoticeStart)
	for uid, want := range map[types.UID]int{"a": 0, "b": 1} {
		if got := o.Answers(uid); len(got) != want {
			t.Errorf("%s has %v", uid, got)
		}
	}
}
