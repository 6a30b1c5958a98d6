// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"time"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/imageref"
)

// World is all that a decision is made from. Absence is data here, not an error.
type World struct {
	// Now is the time of the observation.
	Now time.Time
	// Workflow is the object as it stands. It is not changed.
	Workflow *v1alpha1.Workflow
	// Runs shows how the last recorded attempt of every step fares that is Active or Ending.
	Runs map[Step]Run
	// Strays are attempts that may be alive although no record stands for them. An operator that was replaced makes one when
	// the last thing that it asked for arrives late.
	Strays []Stray
	// Answers are what came of the last attempts to send notices, as far as they are known.
	Answers map[Notice]Answer
	// Children are the objects that all steps share.
	Children Children
	// OthersSecrets are those of the Secrets which the Workflow names that were made for a workflow: nobody may name them.
	OthersSecrets map[string]bool
	// OthersClaims is the same of the claims that it names.
	OthersClaims map[string]bool
	// AbsentClaims are those of the claims that it names which are not there, or are being deleted.
	AbsentClaims map[string]bool
	// Queue is how the workflow stands among the others, as long as it waits to be admitted.
	Queue Queue
	// GoneSince is since when a deleted workflow is known to be gone; zero if nobody wrote that down.
	GoneSince time.Time
	// Isolation is what is known of the network of pods in the workflow's namespace.
	Isolation Isolation
	// Refusal is what the API server answered to the last thing that was tried, nil if it took it.
	Refusal *Refusal
	// Settings are the provider's.
	Settings Settings
}

// Queue counts the other workflows of the operator.
type Queue struct {
	// Running were admitted and have not ended.
	Running int
	// Ahead wait to be admitted and are older; the suspended ones among them are not counted.
	Ahead int
}

// Isolation is what the operator's own probes found out about pods with the labels of an algorithm. Nothing is known where
// nobody probes.
type Isolation struct {
	// Awaited tells that the first probe has not come to its end yet.
	Awaited bool
	// PoliciesEnforced tells that the cluster was seen to enforce network policies, so that sockets alone lead nowhere.
	PoliciesEnforced bool
	// Proven tells that runner's filter was seen to hold as well.
	Proven bool
	// Message says what was seen, and what to do about it if that is not enough.
	Message string
}

// Step names one step of the run. Stage is set for algorithms only.
type Step struct {
	Kind  v1alpha1.StepKind
	Stage string
}

// String is the step as people write it: configure, algorithm(count), filter, publish.
func (s Step) String() string {
	if s.Stage == "" {
		return string(s.Kind)
	}
	return string(s.Kind) + "(" + s.Stage + ")"
}

// Stray is an attempt that the record does not know, or has closed.
type Stray struct {
	Step    Step
	Attempt int32
	// Run is how it fares: it is pending, running or leaving.
	Run Run
}

// RunState is what the cluster shows of an attempt.
type RunState int

// What the cluster can show of an attempt. Absent is confirmed: there is neither a Job nor a pod.
const (
	RunAbsent RunState = iota
	// RunPending is a Job whose pod's main container has not started yet.
	RunPending
	RunRunning
	// RunLeaving is a pod that is being ended, or one that may still be made by a Job that is, and whose process may be alive.
	RunLeaving
	// RunSuspended is a suspended Job without a pod: there will be none, unless somebody resumes it.
	RunSuspended
	RunSucceeded
	RunFailed
)

// Run is one attempt of a step, as observed.
type Run struct {
	State RunState
	// StartedAt and FinishedAt are the main container's times on its node.
	StartedAt  time.Time
	FinishedAt time.Time
	// ExitCode is the main container's, nil if it never ended by itself.
	ExitCode *int32
	// ContainerReason, PodReason and JobReason are the words of the kubelet and the controllers; Message theirs too.
	ContainerReason string
	PodReason       string
	JobReason       string
	Message         string
	// Disrupted tells that the system, not the code, ended the pod (condition DisruptionTarget).
	Disrupted bool
	// GoneBy is when a pod that was deleted, or a Job without one, should have gone; zero if nobody deleted it.
	GoneBy time.Time
	// Grace is how long the pod was given to end, up to GoneBy.
	Grace time.Duration
	// Held tells that only a Job is left of a leaving attempt, and that it is being deleted.
	Held bool
	// JobOnly tells that how the attempt ended is known from its Job alone: its pod, which would tell whether it was told to go,
	// is not there any more.
	JobOnly bool
	// Waiting is why a pending pod does not start: a reason such as ErrImagePull or Unschedulable.
	Waiting string
	ImageID string
	// Reported is what configure or publish said at its end, nil if it said nothing readable.
	Reported *Reported
}

// Reported is what a job program of ours told.
type Reported struct {
	Code     v1alpha1.Code
	Message  string
	Outputs  []v1alpha1.Output
	Manifest *v1alpha1.Manifest
	// Algorithms are the sha256 of each stage's code, in the order of the stages, empty where the image carries the code.
	Algorithms []string
	// VolumeFull tells that there was no room on the data volume after the algorithms.
	VolumeFull bool
}

// Children are the objects that the steps share.
type Children struct {
	// Missing tells that the document or a claim is not there.
	Missing bool
	// Jobs and Claims tell what of ours exists and is not being deleted already. The document and the job's secret belong
	// to a claim and go with it.
	Jobs   bool
	Claims bool
	// Orphans tells that there is a pod whose Job was deleted without it, or is being deleted and does not go: nobody else will
	// ever take it away.
	Orphans bool
	// Remains tells that there are Jobs or claims of a deleted workflow that belong to nothing, as after --cascade=orphan.
	Remains bool
	// Document tells that the document is there and belongs to nothing, because it outlives the volumes: a notice is made
	// from it.
	Document bool
	// DocumentTaken tells that somebody else took that document away while a notice of a deleted workflow was owed, and with it
	// the job's secret, without which none can be sent.
	DocumentTaken bool
}

// Refusal is an answer of the API server that trying again at once would not change.
type Refusal struct {
	// Reason is the condition reason to show.
	Reason string
	// Message is the server's own.
	Message string
	// Final tells that it will never be taken; otherwise it may be later, as with a quota.
	Final bool
}

// Settings are the provider's, as far as they bear on decisions.
type Settings struct {
	// PendingTimeout is how long an attempt may take to start.
	PendingTimeout time.Duration
	// Grace is how long a process has between TERM and KILL.
	Grace time.Duration
	// ConfigureTimeout, FilterTimeout and PublishTimeout bound our own steps, from the start of their process.
	ConfigureTimeout time.Duration
	FilterTimeout    time.Duration
	PublishTimeout   time.Duration
	// SystemRetries is how often a step is tried again after failures of the system.
	SystemRetries int32
	// PublishRetryTime is how long publishing is tried again, from the end of the step before.
	PublishRetryTime time.Duration
	// ResultsRetention is how long the volumes stay after results could not be published.
	ResultsRetention time.Duration
	// MaxJobs is how many workflows may run at a time; 0 is any number.
	MaxJobs int
	// NodeLost is how long a pod may outlive the time by which it should have gone.
	NodeLost time.Duration
	// NotifyStart and NotifyStop tell that the provider's backend wants to hear of starts and of ends.
	NotifyStart bool
	NotifyStop  bool
	// StartRequired makes a workflow wait until the backend has accepted its start notice.
	StartRequired bool
	// NoticeRetryTime is how long a notice is tried again, from when it is owed.
	NoticeRetryTime time.Duration
	// FarewellTime is how long the notice of a deleted workflow's end is tried.
	FarewellTime time.Duration
	// Filter tells that the provider filters outputs.
	Filter bool
	// KeepChildren leaves everything in place for a look inside.
	KeepChildren bool
	// AllowedSecrets are globs of the Secrets that a Workflow may name.
	AllowedSecrets []string
	// AllowedClaims are globs of the claims that a Workflow may name.
	AllowedClaims []string
	// AllowedImages are patterns of the images that algorithms may run in; none is any.
	AllowedImages []imageref.Pattern
	// RequireDigest tells that an image must be named by its digest.
	RequireDigest bool
	// AllowedAlgorithms are the sha256 of the algorithms that may run; none is any.
	AllowedAlgorithms []string
	// RuntimeClass is what algorithms run in unless their Workflow says otherwise; empty is the template's.
	RuntimeClass string
	// AllowedRuntimeClasses are globs of those that a Workflow may ask for besides.
	AllowedRuntimeClasses []string
	// AllowedResources are globs of the devices and other resources that a Workflow may ask for, besides what every node has;
	// none is any.
	AllowedResources []string
	// AllowNetwork tells that an algorithm may keep its network if its Workflow asks for it.
	AllowNetwork bool
	// RequireIsolation tells that no workflow is admitted unless pods were seen to be isolated.
	RequireIsolation bool
	// ReservedSecrets are names that a Workflow may never name: those in the operator's own settings.
	ReservedSecrets []string
}
