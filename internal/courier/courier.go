// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package courier

import (
	"context"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/priorityqueue"
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
// the ones that never answers holds up none of the others. Within a queue the plan's rank decides who goes first.
type Courier struct {
	sender  sender
	to      map[plan.Notice]config.Secret
	secrets client.Reader
	// limit is how long reading a job's secret may take: an API server that hangs must not keep the messengers.
	limit time.Duration
	clock clock.PassiveClock

	queues   map[plan.Notice]priorityqueue.PriorityQueue[errandID]
	answered chan event.GenericEvent

	mu      sync.Mutex
	errands map[errandID]*errand
}

// messengers is how many notices of a kind are on their way at a time. More would not be better: each attempt that fails is
// also a write to the API server, and those of a receiver that never answers must not crowd out the workflows' own.
const messengers = 64

// errandID names a notice.
type errandID struct {
	uid    types.UID
	notice plan.Notice
}

// New makes a courier that reads the jobs' secrets from the API server. It sends once it was started.
func New(s sender, settings config.Notify, secrets client.Reader, c clock.PassiveClock) *Courier {
	courier := &Courier{
		sender: s, secrets: secrets, limit: settings.Timeout, clock: c,
		to:       map[plan.Notice]config.Secret{plan.NoticeStart: settings.StartURL, plan.NoticeStop: settings.StopURL},
		queues:   map[plan.Notice]priorityqueue.PriorityQueue[errandID]{},
		answered: make(chan event.GenericEvent),
		errands:  map[errandID]*errand{},
	}
	if courier.limit <= 0 {
		courier.limit = notify.DefaultLimit
	}
	for n := range courier.to {
		courier.queues[n] = priorityqueue.New[errandID](string(n) + "-notices")
	}
	return courier
}

// Send makes one attempt, unless the same one is under way or was answered. It never waits. Asked again for one that has
// not begun, it lets it go at its new rank if that is better.
func (c *Courier) Send(wf *v1alpha1.Workflow, a plan.SendNotice) {
	id := errandID{wf.UID, a.Notice}
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.errands[id]; e != nil && e.attempt == a.Attempt {
		if e.answer != nil || e.rank <= a.Rank {
			return
		}
		e.rank = a.Rank
	} else {
		c.errands[id] = newErrand(wf, a)
	}
	c.queues[a.Notice].AddWithOpts(priorityqueue.AddOpts{Priority: new(-int(a.Rank))}, id)
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

// Forget drops some of a workflow's notices and what is known of them. One that is on its way is broken off.
func (c *Courier) Forget(uid types.UID, notices ...plan.Notice) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, n := range notices {
		id := errandID{uid, n}
		if e := c.errands[id]; e != nil && e.breakOff != nil {
			e.breakOff()
		}
		delete(c.errands, id)
	}
}

// Answered has the Workflows of new answers: of each its name only.
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

func (c *Courier) work(ctx context.Context, q priorityqueue.PriorityQueue[errandID]) {
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
	errand, breakOff := context.WithCancel(ctx)
	defer breakOff()
	e, ok := c.open(id, breakOff)
	if !ok {
		return
	}
	answer := c.deliver(errand, id.notice, e)
	if ctx.Err() != nil {
		return // It may have arrived. Whoever holds the lease next asks again.
	}
	c.close(id, e, answer)
	select {
	case c.answered <- event.GenericEvent{Object: e.workflow()}:
	case <-ctx.Done():
	}
}

func (c *Courier) open(id errandID, breakOff context.CancelFunc) (*errand, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.errands[id]
	if e == nil || e.answer != nil {
		return nil, false
	}
	e.breakOff = breakOff
	return e, true
}

func (c *Courier) close(id errandID, e *errand, answer plan.Answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.errands[id] == e {
		e.answer = &answer
	}
}
