// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"math/rand/v2"
	"unicode/utf8"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/notify"
)

// Key signs in tests. The documentation of web3.js made it known to everybody.
const Key = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"

// Address belongs to Key.
const Address = "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23"

// Jobs are n jobs with texts over all of Unicode, the same for the same seed.
func Jobs(seed uint64, n int) []notify.Job {
	random := rand.New(rand.NewPCG(seed, seed))
	jobs := make([]notify.Job, n)
	for i := range jobs {
		jobs[i] = notify.Job{ID: text(random), Secret: config.NewSecret(text(random))}
		for range random.IntN(4) {
			jobs[i].Inputs = append(jobs[i].Inputs, text(random))
		}
		if random.IntN(4) > 0 {
			id := text(random)
			jobs[i].Algorithm = &id
		}
	}
	return jobs
}

// text mixes plain characters with those that encoders disagree about.
func text(random *rand.Rand) string {
	var b []byte
	for range random.IntN(24) {
		b = utf8.AppendRune(b, character(random))
		if random.IntN(200) == 0 {
			b = append(b, byte(0x80+random.IntN(0x80))) // No UTF-8.
		}
	}
	return string(b)
}

// disputed are characters that some encoder of JSON escapes and another does not.
var disputed = []rune("\"\\/<>&'\x7f\u0080\u009f\u2028\u2029\ufeff\ufffd\uffff\u200d\u202e\U00010000\U0010ffff\b\f\n\r\t\x00\x1f")

func character(random *rand.Rand) rune {
	switch random.IntN(6) {
	case 0:
		return disputed[random.IntN(len(disputed))]
	case 1:
		return rune(random.IntN(0x100))
	case 2:
		return rune(random.IntN(0x10000)) // Halves of surrogate pairs become U+FFFD.
	case 3:
		return rune(0x10000 + random.IntN(0x100000))
	}
	return rune(' ' + random.IntN('~'-' '+1))
}
