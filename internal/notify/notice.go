// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import "github.com/oceanprotocol/operator-engine/internal/config"

// Event is what a notice tells of.
type Event string

// The events.
const (
	// Start is sent before anything is done for a workflow.
	Start Event = "start"
	// Stop is sent when a workflow has ended, whichever way.
	Stop Event = "stop"
)

// StartNotice is what a stop notice says about the start notice before it.
type StartNotice string

// What may have become of the start notice.
const (
	// StartDelivered says that the receiver has accepted it.
	StartDelivered StartNotice = "delivered"
	// StartUndelivered says that it was tried and never got through.
	StartUndelivered StartNotice = "undelivered"
	// StartNotSent says that nobody was to be told, that the workflow ended before it started, or that the notice could not
	// be made.
	StartNotSent StartNotice = "none"
)

// Notice is one thing that a receiver is told, the same at every attempt.
type Notice struct {
	// WorkflowUID is the workflow's UID in its cluster.
	WorkflowUID string
	// Event is what has happened to it.
	Event Event
	// Code is Ocean's number for the state that the workflow is in, with a stop the one it ended in.
	Code int32
	// Started is for stop notices; in a start notice it is empty.
	Started StartNotice
	// Job is what the body tells.
	Job Job
}

// ID names the notice: the same for every attempt, another for every other notice.
func (n Notice) ID() string { return n.WorkflowUID + "-" + string(n.Event) }

// Job is what the body of a notice tells of a workflow, the same at its start and its stop.
type Job struct {
	// ID is the name of the workflow.
	ID string
	// Secret is what the algorithm finds in its environment as `secret`.
	Secret config.Secret
	// Inputs are the ids of the first stage's inputs, as the workflow has them.
	Inputs []string
	// Algorithm is the id of the first stage's algorithm. Nil is told apart from an empty one, as the predecessor did.
	Algorithm *string
}
