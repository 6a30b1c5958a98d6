// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

// A rule has a name and something to look after. decide tells whether the rule has spoken: then nothing below it is
// asked. A rule whose matter is settled lets the next one go on in the same decision, so that closing one step and
// opening the next are one write.
type rule struct {
	name   string
	decide func(*draft) (spoken bool)
}

// rules are the business, read from top to bottom. The first that speaks decides.
var rules = []rule{
	{"a deleted workflow is left to the garbage collector", deleted},
	{"a Job that no record stands for goes before anything else happens", strayed},
	{"results that are kept are published again when asked for", republished},
	{"a finished workflow leaves nothing behind", finished},
	{"a suspended workflow waits", suspended},
	{"a workflow that asks for what it may not have never begins", refused},
	{"a workflow waits until algorithms are kept off the network", isolated},
	{"a workflow waits for its turn", queued},
	{"where the provider's backend must agree, a workflow waits for it", agreed},
	{"a workflow is admitted once", admitted},
	{"what the API server refuses for good ends the run", rejected},
	{"a stop ends what runs", stopped},
	{"inputs and code are fetched first", configured},
	{"the stages' algorithms run one after the other", algorithmsRun},
	{"the provider's filter sees outputs before they leave", filtered},
	{"what there is, is published", published},
	{"then the workflow is finished", finish},
}

// beside are asked in every decision, whichever rule spoke: no notice is in the way of the run, and what is no longer
// needed by any goes last.
var beside = []func(*draft){
	startIsTold,
	endIsTold,
	noticesAreRanked,
	orphansGo,
	nothingIsLeft,
}

// Next decides. It is total: whatever the World, some rule speaks.
func Next(w World) Decision {
	d := newDraft(w)
	for _, r := range rules {
		if r.decide(d) {
			return d.decision(r.name)
		}
	}
	return d.decision("nothing is to be done")
}
