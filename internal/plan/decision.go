// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"
	"time"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// Decision is what is to be recorded and then done.
type Decision struct {
	// Rule is the name of the rule that spoke.
	Rule string
	// Status is the whole status as it shall stand. Recording it comes before every action.
	Status v1alpha1.WorkflowStatus
	// Actions are done in this order, each of them idempotent.
	Actions []Action
	// WakeAt is the next moment at which time alone changes the decision; zero if there is none.
	WakeAt time.Time
	// Events tell people what changed. They are sent once the status is recorded.
	Events []Event
}

// Action is one of the types below: the set is closed.
type Action interface {
	action()
	// String is the action as a story tells it.
	String() string
}

// CreateChildren makes the objects that all steps share.
type CreateChildren struct{}

// CreateJob makes the Job of one attempt.
type CreateJob struct {
	Step    Step
	Attempt int32
}

// EndJob ends the pod of one attempt, which gets its grace period. The Job stays, and with it the attempt's name is taken:
// nobody can make it a second time.
type EndJob struct {
	Step    Step
	Attempt int32
}

// DeleteChildren takes away all Jobs, and, unless they are to be kept, the volumes with what belongs to them.
type DeleteChildren struct {
	KeepVolumes bool
}

// DeleteOrphans takes away the pods whose Jobs were deleted without them, or are being deleted and are held. One that runs gets
// its grace period.
type DeleteOrphans struct{}

// DeleteRemains takes away the Jobs and the volumes of a deleted workflow that belong to nothing.
type DeleteRemains struct{}

// DeleteDocument takes away a document that belongs to nothing, and with it the job's secret.
type DeleteDocument struct{}

// MarkGone writes down that a deleted workflow is gone as of now, for operators that start later.
type MarkGone struct{}

// SendNotice tells the provider's backend. It does not wait for the answer, which a later World holds.
type SendNotice struct {
	Notice  Notice
	Attempt int32
	// Rank says who goes first where more notices are due than can be on their way: the lowest.
	Rank int32
}

// DeleteWorkflow deletes the object itself.
type DeleteWorkflow struct{}

func (CreateChildren) action() {}
func (CreateJob) action()      {}
func (EndJob) action()         {}
func (DeleteChildren) action() {}
func (DeleteOrphans) action()  {}
func (DeleteRemains) action()  {}
func (DeleteDocument) action() {}
func (MarkGone) action()       {}
func (SendNotice) action()     {}
func (DeleteWorkflow) action() {}

func (CreateChildren) String() string { return "create children" }
func (a CreateJob) String() string    { return "create " + attemptName(a.Step, a.Attempt) }
func (a EndJob) String() string       { return "end " + attemptName(a.Step, a.Attempt) }
func (a DeleteChildren) String() string {
	if a.KeepVolumes {
		return "delete children but volumes"
	}
	return "delete children"
}
func (DeleteOrphans) String() string  { return "delete orphans" }
func (DeleteRemains) String() string  { return "delete remains" }
func (DeleteDocument) String() string { return "delete document" }
func (MarkGone) String() string       { return "mark gone" }
func (a SendNotice) String() string   { return fmt.Sprintf("send %s notice/%d", a.Notice, a.Attempt) }
func (DeleteWorkflow) String() string { return "delete workflow" }

// Event is something worth telling people who watch the Workflow.
type Event struct {
	Warning bool
	// Reason is one word of a small set; Message is a sentence.
	Reason  string
	Message string
}
