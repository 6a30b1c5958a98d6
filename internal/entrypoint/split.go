// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package entrypoint

import (
	"errors"
	"fmt"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Lookup finds the value of a variable; an unset one expands to nothing, as in a shell.
type Lookup func(name string) (value string, ok bool)

// ErrNoCommand says that nothing is left to run once everything is expanded.
var ErrNoCommand = errors.New("the entrypoint names no command")

// Split takes an entrypoint apart into the command and its arguments.
func Split(entrypoint string, lookup Lookup) ([]string, error) {
	if strings.ContainsRune(entrypoint, 0) {
		return nil, errors.New("the entrypoint must not contain a NUL byte")
	}
	words, err := parse(entrypoint)
	if err != nil {
		return nil, err
	}
	e := expander{source: entrypoint, lookup: lookup}
	for _, word := range words {
		if err := e.word(word); err != nil {
			return nil, err
		}
	}
	if len(e.fields) == 0 || e.fields[0] == "" {
		return nil, ErrNoCommand
	}
	return e.fields, nil
}

// parse accepts one simple command of words and nothing else.
func parse(entrypoint string) ([]*syntax.Word, error) {
	file, err := syntax.NewParser(syntax.Variant(syntax.LangPOSIX)).Parse(strings.NewReader(entrypoint), "")
	if err != nil {
		return nil, fmt.Errorf("read the entrypoint as one plain command: %w", plain(err))
	}
	if len(file.Stmts) == 0 {
		return nil, ErrNoCommand
	}
	stmt := file.Stmts[0]
	call, simple := stmt.Cmd.(*syntax.CallExpr)
	switch {
	case len(file.Stmts) > 1:
		return nil, refuse("several commands")
	case len(stmt.Redirs) > 0:
		return nil, refuse("a redirection")
	case stmt.Background || stmt.Negated || stmt.Semicolon.IsValid():
		return nil, refuse("a shell operator")
	case !simple:
		return nil, refuse("shell syntax")
	case len(call.Assigns) > 0:
		return nil, refuse("an assignment")
	}
	return call.Args, nil
}

// refuse tells the consumer what stands in the way and what to write instead.
func refuse(what string) error {
	return fmt.Errorf("the entrypoint must be one plain command, but it has %s: write sh -c '...' instead", what)
}

// plain leaves off the parser's line and column, which mean little for one line that sits somewhere in a document.
func plain(err error) error {
	var parse syntax.ParseError
	if errors.As(err, &parse) {
		return fmt.Errorf("%s: for anything that needs a shell write sh -c '...' instead", parse.Text)
	}
	return err
}
