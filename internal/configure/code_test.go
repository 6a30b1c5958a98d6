// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func sumOfText(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// The page on workflows tells people to find an algorithm's sha256 in this way.
const byHand = `find * -type f | LC_ALL=C sort | xargs sha256sum | sha256sum`

func TestAnAlgorithmsSumIsWhatSha256sumPrints(t *testing.T) {
	l, server := newLab(t), web(t)
	r := l.run(t, fmt.Sprintf(`{"spec":{"stages":[
		{"name":"many","algorithm":{"files":[{"url":"%[1]s/a"},{"url":"%[1]s/b"},{"url":"%[1]s/c"},{"url":"data:text/plain,d"}]}},
		{"name":"none","algorithm":{}},
		{"name":"one","algorithm":{"files":[{"url":"%[1]s/a"}]}}]}}`, server.URL))
	command := exec.CommandContext(t.Context(), "sh", "-c", byHand)
	command.Dir = filepath.Join(l.volume, "transformations", "many")
	printed, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{strings.Fields(string(printed))[0], "", sumOfText("/a")}
	if diff := cmp.Diff(want, r.Algorithms); diff != "" {
		t.Errorf("algorithms (-by hand +reported):\n%s", diff)
	}
}

// What lies on the volume already is part of the algorithm, whichever attempt has fetched it.
func TestAnAlgorithmsSumIsTheSameWhenItIsFetchedAgain(t *testing.T) {
	l, server := newLab(t), web(t)
	document := fmt.Sprintf(`{"spec":{"stages":[{"name":"s","algorithm":{"files":[{"url":"%[1]s/a"},{"url":"%[1]s/b"}]}}]}}`, server.URL)
	first := l.run(t, document)
	if diff := cmp.Diff(first.Algorithms, l.run(t, document).Algorithms); diff != "" || len(first.Algorithms) != 1 {
		t.Errorf("algorithms (-first +second):\n%s", diff)
	}
}

func TestAnAlgorithmWhoseCodeIsNotAllThereHasNoSum(t *testing.T) {
	l, server := newLab(t), web(t)
	r := l.run(t, fmt.Sprintf(`{"spec":{"stages":[{"name":"s","algorithm":{"files":[{"url":"%[1]s/a"},{"url":"%[1]s/missing"}]}}]}}`, server.URL))
	if r.Code == 0 || len(r.Algorithms) > 0 {
		t.Errorf("got %d %v", r.Code, r.Algorithms)
	}
}
