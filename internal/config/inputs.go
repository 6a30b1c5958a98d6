// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import "strconv"

// Inputs is how inputs and code are fetched.
type Inputs struct {
	// MaxBytes is how much all inputs and the code of a workflow may have together. 0: whatever its volume holds.
	MaxBytes int64
}

// LoadInputs reads only what the configure Job needs, with the same rules as Load.
func LoadInputs(lookup Lookup) (Inputs, error) {
	r := &reader{lookup: lookup}
	i := r.inputs()
	if err := r.mistakes.err(); err != nil {
		return Inputs{}, err
	}
	return i, nil
}

func (r *reader) inputs() Inputs {
	return Inputs{MaxBytes: r.bytesOrNone("INPUT_MAX_BYTES")}
}

// Values are the settings that a configure Job needs to load the same Inputs. Unset ones are left out.
func (i Inputs) Values() []Value {
	var all []Value
	if i.MaxBytes > 0 {
		all = append(all, Value{"INPUT_MAX_BYTES", strconv.FormatInt(i.MaxBytes, 10)})
	}
	return all
}
