// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// walks is how many lives are played on every run of the tests.
const walks = 2000

// scriptOf is the script of one seed.
func scriptOf(seed uint64) []byte {
	rng := rand.New(rand.NewPCG(seed, 0))
	script := make([]byte, 16+rng.IntN(64))
	for i := range script {
		script[i] = byte(rng.UintN(256))
	}
	return script
}

func TestWhateverHappensThePlanKeepsItsPromises(t *testing.T) {
	lives := uint64(walks)
	if testing.Short() {
		lives /= 10
	}
	for seed := range lives {
		if !t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { runWalk(t, scriptOf(seed)) }) {
			return // One failure is enough to read.
		}
	}
}

// FuzzRandomWorlds lets the fuzzer write the scripts.
func FuzzRandomWorlds(f *testing.F) {
	for seed := range uint64(32) {
		f.Add(scriptOf(seed))
	}
	f.Fuzz(func(t *testing.T, script []byte) {
		if len(script) > 1024 {
			t.Skip("long scripts find nothing that short ones do not")
		}
		runWalk(t, script)
	})
}
