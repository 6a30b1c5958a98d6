// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

func TestAFinishedWorkflowLeavesNothingBehind(t *testing.T) {
	day := 24 * time.Hour
	bare := func(w *World) { w.Children = Children{} }
	claims := func(w *World) { w.Children = Children{Claims: true} }
	keep := settings(func(s *Settings) { s.KeepChildren = true })
	for _, tc := range []struct {
		name  string
		world World
		do    []string
	}{
		{"its children go at once", ended(countStep, "AlgorithmFailed"), []string{"delete children"}},
		{"a claim that is left goes too", ended(countStep, "AlgorithmFailed", claims), []string{"delete children"}},
		{"when they are gone there is nothing to do", ended(countStep, "AlgorithmFailed", bare), nil},
		{"the provider may keep them", ended(countStep, "AlgorithmFailed", keep), nil},
		{"volumes of unpublished results stay", ended(publishStep, "PublishFailed"), []string{"delete children but volumes"}},
		{"when only they are left there is nothing to do", ended(publishStep, "PublishFailed", claims), nil},
		{"they stay to the end of their retention", ended(publishStep, "PublishFailed", claims, after(day-1)), nil},
		{"and go with it", ended(publishStep, "PublishFailed", claims, after(day)), []string{"delete children"}},
		{"without a TTL the workflow stays", ended(countStep, "AlgorithmFailed", bare, after(1000*day)), nil},
		{"with one it stays to its end", ended(countStep, "AlgorithmFailed", bare, ttl(60), after(time.Minute-1)), nil},
		{"and goes with it", ended(countStep, "AlgorithmFailed", bare, ttl(60), after(time.Minute)), []string{"delete workflow"}},
		{"a TTL of zero is at once", ended(countStep, "AlgorithmFailed", bare, ttl(0)), []string{"delete workflow"}},
		{"a TTL may be set when it is long over", ended(countStep, "AlgorithmFailed", bare, after(day), ttl(60)), []string{"delete workflow"}},
		{"a TTL does not cut the retention short", ended(publishStep, "PublishFailed", claims, ttl(60), after(day-1)), nil},
		{"after the retention the volumes go", ended(publishStep, "PublishFailed", claims, ttl(60), after(day)), []string{"delete children"}},
		{"and the workflow after its TTL since then", ended(publishStep, "PublishFailed", bare, ttl(60), after(day+time.Minute)), []string{"delete workflow"}},
		{"kept children go with the workflow", ended(countStep, "AlgorithmFailed", keep, ttl(60), after(time.Minute)), []string{"delete workflow"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.do, actionsOf(Next(tc.world))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatWasPublishedStandsInTheStatus(t *testing.T) {
	told := didPublish().Reported
	d := Next(midRun(publishStep, didPublish()))
	if diff := cmp.Diff(told.Outputs, d.Status.Outputs); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(told.Manifest, d.Status.Manifest); diff != "" {
		t.Error(diff)
	}
	if d.Status.CompletionTime == nil || d.Status.Phase != v1alpha1.PhaseSucceeded {
		t.Errorf("phase %s at %v", d.Status.Phase, d.Status.CompletionTime)
	}
}

// What a publish says that failed is not taken for published.
func TestAFailedPublishPublishesNothing(t *testing.T) {
	run := didPublish()
	run.State, run.ExitCode = RunFailed, new(int32(1))
	d := Next(midRun(publishStep, run, after(2*time.Hour)))
	if d.Status.Manifest != nil || len(d.Status.Outputs) > 0 || condition(d.Status, "Published") != "False PublishFailed" {
		t.Errorf("published is %s with manifest %v", condition(d.Status, "Published"), d.Status.Manifest)
	}
}
