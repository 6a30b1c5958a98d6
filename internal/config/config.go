// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

// Config is everything that the operator can be told.
type Config struct {
	// Operator is how the operator itself runs.
	Operator Operator
	// Storage is where results go.
	Storage Storage
	// Notify is whom to tell, and the key to sign with.
	Notify Notify
	// Jobs is how the pods of a workflow are made.
	Jobs Jobs
	// Inputs is how inputs and code are fetched.
	Inputs Inputs
	// Limits is how long things may take and how often they are tried.
	Limits Limits
	// Access is what a Workflow may name, run and reach.
	Access Access
	// Isolation is how it is found out whether algorithms have no network.
	Isolation Isolation
}

// Load reads the environment through lookup; os.LookupEnv is the usual one. The error names every mistake, a line each.
func Load(lookup Lookup) (Config, error) {
	r := &reader{lookup: lookup}
	c := Config{
		Operator:  r.operator(),
		Storage:   r.storage(),
		Notify:    r.notify(),
		Jobs:      r.jobs(),
		Inputs:    r.inputs(),
		Limits:    r.limits(),
		Access:    r.access(),
		Isolation: r.isolation(),
	}
	if err := r.mistakes.err(); err != nil {
		return Config{}, err
	}
	return c, nil
}
