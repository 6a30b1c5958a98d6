// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package escape

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// answers runs stages, and gives what the attempts of the last one were answered, by name.
func answers(t *testing.T, stages ...v1alpha1.Stage) map[string]string {
	t.Helper()
	wf := ended(t, stages...)
	if reason(wf) != v1alpha1.ReasonCompleted {
		t.Fatalf("it ended as %+v", summary(wf))
	}
	files := published(t, wf)
	for name, content := range files {
		if strings.HasSuffix(name, "answers.txt") {
			return lines(content)
		}
	}
	t.Fatalf("there are no answers among %v", slices.Sorted(maps.Keys(files)))
	return nil
}

func lines(text string) map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(text) {
		name, answer, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		all[name] = answer
	}
	return all
}

// matches tells whether an answer is the expected one from end to end.
func matches(want, answer string) bool {
	return regexp.MustCompile("^(?:" + want + ")$").MatchString(answer)
}

func row(of []attempt, name string) (attempt, bool) {
	i := slices.IndexFunc(of, func(a attempt) bool { return a.name == name })
	if i < 0 {
		return attempt{}, false
	}
	return of[i], true
}

// judgeAnswers compares what came of attempts with the table.
func judgeAnswers(t *testing.T, got map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(got)) {
		answer := got[name]
		if a, is := row(controls, name); is {
			if !matches(a.want, answer) {
				t.Errorf("%s answers %q: nothing that failed means anything", name, answer)
			}
			continue
		}
		a, _ := row(table, name)
		judge(t, name, matches(a.want, answer), "to %s answered %q, not %s", a.tries, answer, a.want)
	}
}

// earlier is a stage whose input no later stage may find.
func earlier() v1alpha1.Stage {
	s := static("")
	s.Name = "first"
	s.Inputs[0].Files[0].URL = "data:text/plain,only-for-the-first-stage"
	s.Algorithm.Container.Entrypoint = `sh -c 'cp /data/inputs/rows/0 /data/outputs/copy.txt'`
	return s
}

func TestNothingThatTheStaticProgramTriesWorks(t *testing.T) {
	t.Parallel()
	judgeAnswers(t, answers(t, earlier(), static("run network runner kernel files message")))
}

func TestNothingThatPythonTriesWorks(t *testing.T) {
	t.Parallel()
	judgeAnswers(t, answers(t, python("network rest")))
}
