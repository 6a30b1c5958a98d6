// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

// Variable is one row of the table of settings.
type Variable struct {
	// Name of the environment variable.
	Name string
	// Default stands in for an unset or empty variable.
	Default string
	// Meaning is a sentence or two for the provider.
	Meaning string
	// Secret is true if the value belongs in a Secret.
	Secret bool
}

// Group is a theme of settings.
type Group struct {
	Title     string
	Variables []Variable
}

// Variables is the table of all settings, by theme. Load takes the defaults from it, and docs/settings.md is made from
// it.
func Variables() []Group {
	return []Group{
		{Title: "Results on IPFS", Variables: ipfsVariables()},
		{Title: "Results on S3", Variables: s3Variables()},
		{Title: "Notices and the key", Variables: notifyVariables()},
		{Title: "Pods and volumes", Variables: jobVariables()},
		{Title: "Inputs", Variables: inputVariables()},
		{Title: "Limits", Variables: limitVariables()},
		{Title: "What a Workflow may name, run and reach", Variables: accessVariables()},
		{Title: "Isolation", Variables: isolationVariables()},
		{Title: "The operator itself", Variables: operatorVariables()},
	}
}

var defaults = func() map[string]string {
	m := map[string]string{}
	for _, group := range Variables() {
		for _, v := range group.Variables {
			m[v.Name] = v.Default
		}
	}
	return m
}()

// defaultOf panics on a name that is not in the table, so that no variable can be read without being documented.
func defaultOf(name string) string {
	value, ok := defaults[name]
	if !ok {
		panic("config: variable " + name + " is not in the table of variables.go")
	}
	return value
}
