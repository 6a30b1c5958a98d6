// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os/exec"
	"testing"
	"unicode"

	"github.com/oceanprotocol/operator-engine/internal/notify"
	"github.com/oceanprotocol/operator-engine/internal/notify/ethkey"
	"github.com/oceanprotocol/operator-engine/test/receivers/trial"
)

// writeAgain makes of each line, which is JSON of any form, what Python makes of it.
const writeAgain = `
import json, sys
for line in sys.stdin.buffer:
    print(json.dumps(json.loads(line)))
`

// The body has its keys in the predecessor's order, and Python keeps the order of keys; so what Python reads and writes
// again is what it would have written itself.
func TestPythonWritesTheSameBytes(t *testing.T) {
	if err := exec.Command("python3", "-c", "import json").Run(); err != nil {
		t.Skipf("there is no python3 here to compare with: %v", err)
	}
	key, err := ethkey.Parse(trial.Key)
	if err != nil {
		t.Fatal(err)
	}
	jobs := trial.Jobs(1, 10_000)
	for first := rune(0); first <= unicode.MaxRune; first += 0x1000 {
		jobs = append(jobs, notify.Job{ID: everyCharacter(first)})
	}
	var input bytes.Buffer
	bodies := make([][]byte, len(jobs))
	for i, job := range jobs {
		if bodies[i], err = job.Body(key); err != nil {
			t.Fatal(err)
		}
		input.Write(loose(t, bodies[i]))
	}
	python := exec.Command("python3", "-c", writeAgain)
	python.Stdin = &input
	out, err := python.Output()
	if err != nil {
		t.Fatalf("run python3: %v", err)
	}
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<20)
	for i, body := range bodies {
		if !lines.Scan() || !bytes.Equal(lines.Bytes(), body) {
			t.Fatalf("job %d of %d\n    we %s\npython %s", i, len(jobs), body, lines.Bytes())
		}
	}
}

// loose is the same JSON in another form, in UTF-8 and without blanks, so that Python has something to do.
func loose(t *testing.T, raw []byte) []byte {
	t.Helper()
	var b body
	if err := json.Unmarshal(raw, &b); err != nil {
		t.Fatal(err)
	}
	line, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return append(line, '\n')
}
