// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package isolation

import (
	"errors"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestJudging(t *testing.T) {
	const yes, no, unknown = metav1.ConditionTrue, metav1.ConditionFalse, metav1.ConditionUnknown
	out := []string{"dns/udp", "pod/tcp"}
	for _, tc := range []struct {
		name              string
		control, probed   Report
		policies, filter  metav1.ConditionStatus
		reason, says, not string
	}{
		{"both hold", Report{Reached: out}, Report{}, yes, yes, ReasonIsolated, "dns/udp, pod/tcp", ""},
		{"one target by both protocols is enough", Report{Reached: []string{"dns/udp", "dns/tcp"}}, Report{}, yes, yes, ReasonIsolated, "dns/tcp, dns/udp", ""},
		{"an address of the provider's counts", Report{Reached: []string{"[fd00::1]:53/udp", "pod/tcp"}}, Report{}, yes, yes, ReasonIsolated, "[fd00::1]:53/udp", ""},
		{"nothing is reached by TCP", Report{Reached: out[:1]}, Report{}, unknown, yes, ReasonProtocolNotReached, "reached dns/udp, but nothing else by TCP, so", "UDP, so"},
		{"nothing is reached by UDP", Report{Reached: out[1:]}, Report{}, unknown, yes, ReasonProtocolNotReached, "nothing else by UDP, so", "TCP, so"},
		{"by UDP neighbours only", Report{Reached: []string{"neighbours/udp", "pod/tcp"}}, Report{}, unknown, yes, ReasonProtocolNotReached, "nothing else by UDP, so", ""},
		{"neighbours only", Report{Reached: []string{"neighbours/udp"}}, Report{}, unknown, yes, ReasonProtocolNotReached, "by TCP, UDP, so nothing is proven of that: let", ""},
		{"neighbours only, but for the probe", Report{}, Report{Reached: []string{"neighbours/udp"}}, no, unknown, ReasonNotEnforced, "pods that share a link", ""},
		{"one protocol only, and the probe gets out", Report{Reached: out[:1]}, Report{Reached: out[:1]}, no, yes, ReasonNotEnforced, "reached dns/udp although", ""},
		{"the policy is not enforced", Report{Reached: out}, Report{Reached: out}, no, yes, ReasonNotEnforced, "reached dns/udp, pod/tcp", ""},
		{"the policy is enforced for one protocol only", Report{Reached: out}, Report{Reached: out[:1]}, no, yes, ReasonNotEnforced, "reached dns/udp although", "pod/tcp"},
		{
			"the policy is not enforced on the link", Report{Reached: append(out, "neighbours/udp")}, Report{Reached: []string{"neighbours/udp"}}, no, yes,
			ReasonNotEnforced, "enforces network policies, also among pods that share a link, by IPv6", "",
		},
		{"the control reaches nothing", Report{}, Report{}, unknown, unknown, ReasonNothingReached, "nothing is proven", ""},
		{"the probe reaches what the control does not", Report{}, Report{Reached: out[:1]}, no, unknown, ReasonNotEnforced, "reached dns/udp", "alone keeps"},
		{"the filter lets the control out", Report{Reached: out, Filtered: out[:1]}, Report{}, yes, no, ReasonFilterLeaks, "under runner's filter reached dns/udp", "pod/tcp"},
		{"the filter lets the probe out", Report{Reached: out}, Report{Reached: out, Filtered: out}, no, no, ReasonFilterLeaks, "dns/udp, pod/tcp", ""},
		{"the filter cannot be installed", Report{Reached: out, Filter: "no seccomp here"}, Report{}, yes, no, ReasonFilterLeaks, "no seccomp here", ""},
		{"the filter cannot be installed, and nothing is reached", Report{}, Report{Filter: "no seccomp here"}, unknown, no, ReasonFilterLeaks, "no seccomp here", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			v := Judge(tc.control, tc.probed)
			if v.PoliciesEnforced != tc.policies || v.FilterHolds != tc.filter || v.Reason != tc.reason {
				t.Errorf("it is %+v", v)
			}
			if !strings.Contains(v.Message, tc.says) || tc.not != "" && strings.Contains(v.Message, tc.not) {
				t.Errorf("it says %s", v.Message)
			}
			if v.Proven() != (tc.policies == yes && tc.filter == yes) {
				t.Errorf("proven is %t", v.Proven())
			}
		})
	}
}

func TestAProbeThatDidNotEndProvesNothing(t *testing.T) {
	v := Unproven(errors.New("quota\nexceeded\x00" + strings.Repeat("ü", 2000)))
	if v.Proven() || v.PoliciesEnforced != metav1.ConditionUnknown || v.FilterHolds != metav1.ConditionUnknown || v.Reason != ReasonNotProbed {
		t.Errorf("it is %+v", v)
	}
	if !strings.Contains(v.Message, "quota exceeded ü") || len(v.Message) > 1000 {
		t.Errorf("it says %q", v.Message)
	}
}
