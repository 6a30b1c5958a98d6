// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package courier

import (
	"context"
	"sync"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/workqueue"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/notify"
	"github.com/oceanprotocol/operator-engine/internal/plan"
)

// sender makes one attempt; notify.Sender is the real one.
type sender interface {
	Send(ctx context.Context, to config.Secret, n notify.Notice) notify.Outcome
}

// Courier sends notices in the background. Starts and stops have queues and messengers of their own, so that a receiver of
// the ones that never answers holds up none of the others.
type Courier struct {
	sender  sender
	to      map[plan.Notice]config.Secret
	secrets client.Reader
	clock   clock.PassiveClock

	queues   map[plan.Notice]workqueue.TypedInterface[errandID]
	answered chan event.GenericEvent

	mu      sync.Mutex
	errands map[errandID]*errand
}

// messengers is how many notices of a kind are on their way at a time.
const messengers = 64

// errandID names a notice.
type errandID struct {
	uid    types.UID
	notice plan.Notice
}

// errand is one attempt.
type errand struct {
	attempt  int32
	workflow *v1alpha1.Workflow
	answer   *plan.Answer
}

// New makes a courier that reads the jobs' secrets from the API server. It sends once it was started.
func New(s sender, urls config.Notify, secrets client.Reader, c clock.PassiveClock) *Courier {
	courier := &Courier{
		sender: s, secrets: secrets, clock: c,
		to:       map[plan.Notice]config.Secret{plan.NoticeStart: urls.StartURL, plan.NoticeStop: urls.StopURL},
		queues:   map[plan.Notice]workqueue.TypedInterface[errandID]{},
		answered: make(chan event.GenericEvent),
		errands:  map[errandID]*errand{},
	}
	for n := range courier.to {
		courier.queues[n] = workqueue.NewTyped[errandID]()
	}
	return courier
}

// Send makes one attempt, unless the same one is under way or was answered. It never waits.
func (c *Courier) Send(wf *v1alpha1.Workflow, a plan.SendNotice) {
	id := errandID{wf.UID, a.Notice}
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.errands[id]; e != nil && e.attempt == a.Attempt {
		return
	}
	c.errands[id] = &errand{attempt: a.Attempt, workflow: wf.DeepCopy()}
	c.queues[a.Notice].Add(id)
}

// Answers are what is known of a workflow's last attempts.
func (c *Courier) Answers(uid types.UID) map[plan.Notice]plan.Answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	answers := map[plan.Notice]plan.Answer{}
	for n := range c.to {
		if e := c.errands[errandID{uid, n}]; e != nil && e.answer != nil {
			answers[n] = *e.answer
		}
	}
	return answers
}

// Forget drops what is known of a workflow.
func (c *Courier) Forget(uid types.UID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for n := range c.to {
		delete(c.errands, errandID{uid, n})
	}
}

// Answered has the Workflows of new answers.
func (c *Courier) Answered() <-chan event.GenericEvent { return c.answered }

// Start sends until the context ends. It runs where the lease is held.
func (c *Courier) Start(ctx context.Context) error {
	var working sync.WaitGroup
	for _, q := range c.queues {
		for range messengers {
			working.Go(func() { c.work(ctx, q) })
		}
	}
	<-ctx.Done()
	for _, q := range c.queues {
		q.ShutDown()
	}
	working.Wait()
	return nil
}

func (c *Courier) work(ctx context.Context, q workqueue.TypedInterface[errandID]) {
	for {
		id, over := q.Get()
		if over {
			return
		}
		c.run(ctx, id)
		q.Done(id)
	}
}

// run makes the attempt and calls whoever drives the workflow.
func (c *Courier) run(ctx context.Context, id errandID) {
	e, ok := c.open(id)
	if !ok {
		return
	}
	answer := c.deliver(ctx, id.notice, e)
	if ctx.Err() != nil {
		return // It may have arrived. Whoever holds the lease next asks again.
	}
	c.close(id, e, answer)
	select {
	case c.answered <- event.GenericEvent{Object: e.workflow}:
	case <-ctx.Done():
	}
}

func (c *Courier) open(id errandID) (*errand, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.errands[id]
	return e, e != nil && e.answer == nil
}

func (c *Courier) close(id errandID, e *errand, answer plan.Answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.errands[id] == e {
		e.answer = &answer
	}
}
