// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package isolation

import (
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/internal/plain"
)

// Verdict is what is known of a namespace.
type Verdict struct {
	// PoliciesEnforced tells whether a pod with the labels of an algorithm is kept in by the network policy alone.
	PoliciesEnforced metav1.ConditionStatus
	// FilterHolds tells whether runner's filter keeps a process in by itself, where no policy would.
	FilterHolds metav1.ConditionStatus
	// Reason is a word, Message a sentence: what was seen, and what to do about it.
	Reason, Message string
}

// The reasons of a verdict.
const (
	// ReasonIsolated is both kept in.
	ReasonIsolated = "Isolated"
	// ReasonNotEnforced is a probe that got out past the policy.
	ReasonNotEnforced = "PoliciesNotEnforced"
	// ReasonFilterLeaks is a probe that got out past the filter, or had none.
	ReasonFilterLeaks = "FilterLeaks"
	// ReasonNothingReached is a control that reached nothing, so that nothing is proven by a probe which does not either.
	ReasonNothingReached = "NothingReached"
	// ReasonProtocolNotReached is a control that reached nothing by one of the protocols, so that nothing is proven of it.
	ReasonProtocolNotReached = "ProtocolNotReached"
	// ReasonNotProbed is a probe that did not come to its end.
	ReasonNotProbed = "NotProbed"
)

// Proven tells that both were seen to keep a probe in.
func (v Verdict) Proven() bool {
	return v.PoliciesEnforced == metav1.ConditionTrue && v.FilterHolds == metav1.ConditionTrue
}

// Unproven is the verdict where no probe came to its end.
func Unproven(why error) Verdict {
	return Verdict{
		PoliciesEnforced: metav1.ConditionUnknown, FilterHolds: metav1.ConditionUnknown, Reason: ReasonNotProbed,
		Message: "the probes did not come to their end: " + clip(why.Error()),
	}
}

// maxWhy bounds the text of an error, into which the API server or the kubelet may have written anything.
const maxWhy = 300

func clip(s string) string {
	s = plain.Line(s)
	if runes := []rune(s); len(runes) > maxWhy {
		return string(runes[:maxWhy]) + "…"
	}
	return s
}

// Judge compares a probe that the policy selects with a control that no policy does. That the probe reached nothing proves
// something only where the control reached something, and of a policy only by each protocol: a plugin may enforce it for one.
// That it got out proves the contrary also where the control did not.
func Judge(control, probed Report) Verdict {
	missing := notCovered(control.Reached)
	v := Verdict{
		PoliciesEnforced: status(len(missing) == 0, len(probed.Reached)),
		FilterHolds:      status(len(control.Reached) > 0, len(control.Filtered)+len(probed.Filtered)+len(control.Filter)+len(probed.Filter)),
	}
	switch {
	case v.FilterHolds == metav1.ConditionFalse:
		v.Reason, v.Message = ReasonFilterLeaks, leaks(control, probed)
	case v.PoliciesEnforced == metav1.ConditionFalse:
		v.Reason, v.Message = ReasonNotEnforced, notEnforced(probed.Reached, v.FilterHolds == metav1.ConditionTrue)
	case len(control.Reached) == 0:
		v.Reason = ReasonNothingReached
		v.Message = "a pod that no policy of the operator selects reached nothing, so nothing is proven: let pods with the label " +
			"oceanprotocol.com/component=probe reach something, or name an address that they reach in ISOLATION_TARGETS"
	case v.PoliciesEnforced == metav1.ConditionUnknown:
		v.Reason, v.Message = ReasonProtocolNotReached, notReached(control.Reached, missing)
	default:
		v.Reason = ReasonIsolated
		v.Message = "a pod with the labels of an algorithm, and a process under runner's filter, reached nothing of what a control reached: " + list(control.Reached)
	}
	return v
}

// notCovered are the protocols by which a control reached nothing that counts. Neighbours do not: they may be any pods, and the
// denied probe's need not be the control's.
func notCovered(reached []string) []string {
	return slices.DeleteFunc([]string{TCP, UDP}, func(protocol string) bool {
		return slices.ContainsFunc(reached, func(attempt string) bool {
			return strings.HasSuffix(attempt, Attempt("", protocol)) && attempt != Attempt(TargetNeighbours, protocol)
		})
	})
}

func status(conclusive bool, leaks int) metav1.ConditionStatus {
	switch {
	case leaks > 0:
		return metav1.ConditionFalse
	case conclusive:
		return metav1.ConditionTrue
	}
	return metav1.ConditionUnknown
}

// notEnforced says what was reached past the policy, and what is left then.
func notEnforced(reached []string, filterHolds bool) string {
	message := "a pod with the labels of an algorithm reached " + list(reached) +
		" although the network policy " + PolicyName + " denies it: use a network plugin that enforces network policies"
	if slices.Contains(reached, Attempt(TargetNeighbours, UDP)) {
		message += ", also among pods that share a link, by IPv6 (neighbours)"
	}
	if filterHolds {
		message += "; runner's filter alone keeps algorithms off the network"
	}
	return message
}

// notReached says of which protocols nothing is proven, and what to do about it.
func notReached(reached, protocols []string) string {
	return "a pod that no policy of the operator selects reached " + list(reached) + ", but nothing else by " + strings.ToUpper(list(protocols)) +
		", so nothing is proven of that: let pods with the label oceanprotocol.com/component=probe reach something so, or name an " +
		"address in ISOLATION_TARGETS that answers them: by TCP any does, by UDP a resolver's"
}

// leaks says how the filter failed.
func leaks(control, probed Report) string {
	for _, r := range []Report{control, probed} {
		if r.Filter != "" {
			return "runner's filter could not be installed, so that no algorithm can start: " + r.Filter + "; look at the kernel and at the pods' seccomp profile"
		}
	}
	return "a process under runner's filter reached " + list(append(slices.Clone(control.Filtered), probed.Filtered...)) +
		": this must not be; run no algorithms on this cluster, and report it"
}

// list is attempts as a sentence has them, each once and in order.
func list(attempts []string) string {
	attempts = slices.Clone(attempts)
	slices.Sort(attempts)
	return strings.Join(slices.Compact(attempts), ", ")
}
