// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/test/gen"

	corev1 "k8s.io/api/core/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// story is a file of scenarios/: what is given, what then happens in answer to what the operator does (happen_test.go has
// the words), and the end that it must come to, whatever befalls the operator on the way. The line `then left` is written
// by hand, for it tells when a run is over; -update writes the other then lines anew.
type story struct {
	name string
	file string
	text []string // the lines before the first then
	when []string
	then []string
	left string

	workflow  *v1alpha1.Workflow
	settings  plan.Settings
	filter    bool
	keep      bool
	notices   bool // the provider's backend wants to hear of start and end
	mood      string
	templates bool // they do not stay what they are
	older     int  // workflows that were there before
	younger   int  // and that come after
	quota     bool // no Job is let in at first
	unplaced  bool // its pods begin without a node
	taken     bool // the data claim's name is somebody else's
	baseline  sync.Once
	unspoiled *outcome
	beyond    atomic.Int32 // crashes at writes that their runs did not have
}

// told are the scenarios that were asked for, read once, so that each is also played once without a fault.
var told struct {
	once    sync.Once
	stories []*story
}

// stories are the scenarios that were asked for.
func stories(t *testing.T) []*story {
	t.Helper()
	told.once.Do(func() { told.stories = readStories(t) })
	return told.stories
}

func readStories(t *testing.T) []*story {
	t.Helper()
	files, err := filepath.Glob("scenarios/*.story")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios found: %v", err)
	}
	var found []*story
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".story")
		asked, err := filepath.Match(*scenarioFlag, name)
		if err != nil {
			t.Fatalf("-scenario=%s: %v", *scenarioFlag, err)
		}
		if asked || *scenarioFlag == "" {
			found = append(found, readStory(t, file))
		}
	}
	return found
}

func readStory(t *testing.T, file string) *story {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := &story{name: strings.TrimSuffix(filepath.Base(file), ".story"), file: file, settings: settings(), workflow: gen.Workflow()}
	s.workflow.UID = ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		verb, rest, _ := strings.Cut(line, " ")
		switch verb {
		case "then":
			s.then = append(s.then, rest)
			if left, ok := strings.CutPrefix(rest, "left "); ok {
				s.left = left
			}
			continue
		case "given":
			if err := s.given(rest); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
		case "when":
			s.when = append(s.when, rest)
			s.templates = s.templates || strings.HasPrefix(rest, "the templates")
		}
		s.text = append(s.text, line)
	}
	if s.left == "" {
		t.Fatalf("%s does not say what is left at the end", file)
	}
	return s
}

// settings are generous: no limit is met but by a scenario that says so, for it can put the clock forward. A pod's deletion
// is dated by the API server, which does not know of that: so a node is lost only after longer than any clock is put forward.
func settings() plan.Settings {
	return plan.Settings{
		PendingTimeout: 30 * time.Minute, Grace: 30 * time.Second,
		ConfigureTimeout: 6 * time.Hour, FilterTimeout: 6 * time.Hour, PublishTimeout: 6 * time.Hour,
		SystemRetries: 3, PublishRetryTime: time.Hour, ResultsRetention: 24 * time.Hour, NodeLost: nodeLost,
		NoticeRetryTime: 24 * time.Hour, FarewellTime: 10 * time.Minute,
		AllowedSecrets: []string{"consumer-*"}, ReservedSecrets: []string{"operator-engine-credentials"},
	}
}

const nodeLost = 100 * time.Hour

// given reads a given line: stages=a,b chained retries=1 maxtime=SECONDS ttl=60 filter keep quota taken unplaced suspended secret=NAME
// system=1 max=1 older=1 younger=1 notices required receiver=MOOD.
func (s *story) given(line string) error {
	for word := range strings.FieldsSeq(line) {
		key, value, _ := strings.Cut(word, "=")
		n, _ := strconv.Atoi(value)
		switch key {
		case "system":
			s.settings.SystemRetries = int32(n)
		case "max":
			s.settings.MaxJobs = n
		case "older":
			s.older = n
		case "younger":
			s.younger = n
		case "notices":
			s.notices, s.settings.NotifyStart, s.settings.NotifyStop = true, true, true
		case "required":
			s.settings.StartRequired = true
		case "receiver":
			s.mood = value
		case "chained":
			gen.Chained()(s.workflow)
		case "stages":
			gen.WithStages(strings.Split(value, ",")...)(s.workflow)
		case "retries":
			gen.WithRetries(int32(n))(s.workflow)
		case "maxtime":
			for i := range s.workflow.Spec.Stages {
				s.workflow.Spec.Stages[i].Compute.MaxTimeSeconds = int32(n)
			}
		case "ttl":
			gen.WithTTL(int32(n))(s.workflow)
		case "filter":
			s.settings.Filter, s.filter = true, true
		case "keep":
			s.settings.KeepChildren, s.keep = true, true
		case "quota":
			s.quota = true
		case "unplaced":
			s.unplaced = true
		case "taken":
			s.taken = true
		case "suspended":
			s.workflow.Spec.Suspend = true
		case "secret":
			s.workflow.Spec.SecretRef = &v1alpha1.SecretReference{Name: value}
		default:
			return fmt.Errorf("given: %q is not known", word)
		}
	}
	return nil
}

// write brings the file's then lines up to date.
func (s *story) write(then []string) error {
	lines := s.text
	for _, l := range then {
		lines = append(lines, "then "+l)
	}
	return os.WriteFile(s.file, []byte(strings.Join(lines, "\n")+"\n"), 0o600)
}

// noJobs is a quota that lets no Job in.
func noJobs(namespace string) *corev1.ResourceQuota {
	q := &corev1.ResourceQuota{Spec: corev1.ResourceQuotaSpec{Hard: corev1.ResourceList{"count/jobs.batch": {}}}}
	q.Name, q.Namespace = "no-jobs", namespace
	return q
}
