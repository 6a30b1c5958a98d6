// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package isolation

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestAVolumeEndsWhereItsSizeDoesOrIsToldOf(t *testing.T) {
	const gibi = 1 << 30
	for _, tc := range []struct {
		name  string
		usage Usage
		given string
		want  metav1.ConditionStatus
		says  string
	}{
		{"what a file system leaves of the size", Usage{Volume: gibi - gibi/20}, "1Gi", metav1.ConditionTrue, ""},
		{"what a driver has rounded up", Usage{Volume: 2 * gibi}, "1Gi", metav1.ConditionTrue, ""},
		{"what a driver has rounded up and said so", Usage{Volume: 10 * gibi}, "10Gi", metav1.ConditionTrue, ""},
		{"the disk of the node", Usage{Volume: 50*gibi + 12345}, "1Gi", metav1.ConditionFalse, `1Gi of the storage class "folders" has room for 50Gi`},
		{"a little more than twice", Usage{Volume: 2*gibi + 1<<20 + 2}, "1Gi", metav1.ConditionFalse, "room for 2049Mi"},
		{"one that says that it has no end", Usage{Volume: math.MaxInt64}, "1Gi", metav1.ConditionFalse, "STORAGE_CLASS"},
		{"one that says nothing", Usage{NoVolume: "it does not say"}, "1Gi", metav1.ConditionUnknown, "is not known: it does not say"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.usage.Processes = 1024
			b := JudgeUsage(tc.usage, Given{Size: resource.MustParse(tc.given), Class: "folders"})
			if b.Volumes.Status != tc.want || b.Known() != (tc.want != metav1.ConditionUnknown) {
				t.Errorf("it is %+v", b)
			}
			if said := strings.Join(b.Warnings(), " "); (said == "") != (tc.says == "") || !strings.Contains(said, tc.says) {
				t.Errorf("it warns: %s", said)
			}
		})
	}
}

func TestOnlyProcessesWithoutAnEndAreToldOf(t *testing.T) {
	for _, tc := range []struct {
		name  string
		usage Usage
		want  metav1.ConditionStatus
		says  string
	}{
		{"a limit", Usage{Processes: 4096}, metav1.ConditionTrue, ""},
		{"a limit that was met", Usage{Processes: ManyProcesses}, metav1.ConditionTrue, ""},
		{"no limit", Usage{}, metav1.ConditionFalse, "set podPidsLimit"},
		{"nothing was found out", Usage{NoProcesses: "too few left"}, metav1.ConditionUnknown, "is not known: too few left"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.usage.Volume = 1
			b := JudgeUsage(tc.usage, Given{Size: resource.MustParse("1Gi")})
			if said := strings.Join(b.Warnings(), " "); b.Processes.Status != tc.want || (said == "") != (tc.says == "") || !strings.Contains(said, tc.says) {
				t.Errorf("it is %s and warns: %s", b.Processes.Status, said)
			}
		})
	}
}

func TestWhatAProbeSaysOfUsageIsUnderstood(t *testing.T) {
	for _, u := range []Usage{
		{Volume: 1, Processes: ManyProcesses}, {Volume: math.MaxInt64}, {NoVolume: strings.Repeat("a", maxFilter), NoProcesses: strings.Repeat("<", maxFilter)},
	} {
		text, err := EncodeUsage(u)
		if err != nil {
			t.Fatal(err)
		}
		got, err := DecodeUsage(string(text))
		if diff := cmp.Diff(u, got); diff != "" || err != nil {
			t.Errorf("%v\n%s", err, diff)
		}
	}
	for name, text := range map[string]string{
		"nothing": "", "no volume": "{}", "a volume below nothing": `{"volume":-1}`, "processes below nothing": `{"volume":1,"processes":-1}`,
		"more than are tried": `{"volume":1,"processes":5001}`, "what another probe says": `{"reached":["dns/udp"]}`, "something more": `{"volume":1}{}`,
	} {
		if u, err := DecodeUsage(text); err == nil {
			t.Errorf("%s is taken as %+v", name, u)
		}
	}
}

func TestBoundsThatNoProbeFoundAreUnknown(t *testing.T) {
	b := UnknownBounds(errors.New("unbound\nclaim"))
	if b.Known() || len(b.Warnings()) != 2 || !strings.Contains(b.Volumes.Message, "unbound claim") || b.Processes.Reason != ReasonProcessesUnknown {
		t.Errorf("they are %+v", b)
	}
}
