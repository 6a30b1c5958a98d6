// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package entrypoint

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// blanks separate words within an unquoted variable. A shell does not take IFS from its environment either.
const blanks = " \t\n"

// expander collects the fields that words expand to. It is written by hand, and not borrowed from the shell library,
// because that also expands braces, tildes and ${X:=…}, which no POSIX exec does and no consumer can foresee.
type expander struct {
	source string
	lookup Lookup

	fields []string
	// field is under way when open; an empty pair of quotes opens one without adding to it.
	field strings.Builder
	open  bool
}

func (e *expander) word(word *syntax.Word) error {
	for _, part := range word.Parts {
		if err := e.part(part); err != nil {
			return err
		}
	}
	e.close()
	return nil
}

func (e *expander) part(part syntax.WordPart) error {
	switch part := part.(type) {
	case *syntax.Lit:
		e.add(unescape(part.Value))
	case *syntax.SglQuoted:
		e.add(part.Value)
	case *syntax.DblQuoted:
		return e.quoted(part)
	case *syntax.ParamExp:
		name, err := e.name(part)
		if err != nil {
			return err
		}
		e.split(e.value(name))
	default:
		return refuse("an expansion other than $NAME")
	}
	return nil
}

// quoted adds what stands between double quotes, as one piece whatever it expands to.
func (e *expander) quoted(quoted *syntax.DblQuoted) error {
	e.add("")
	for _, part := range quoted.Parts {
		switch part := part.(type) {
		case *syntax.Lit:
			e.add(unescapeQuoted(part.Value))
		case *syntax.ParamExp:
			name, err := e.name(part)
			if err != nil {
				return err
			}
			e.add(e.value(name))
		default:
			return refuse("an expansion other than $NAME")
		}
	}
	return nil
}

// name of a plain variable. It compares with the source, so that no form of expansion that the library knows, or will
// learn, slips through.
func (e *expander) name(param *syntax.ParamExp) (string, error) {
	written := e.source[param.Pos().Offset():param.End().Offset()]
	name := strings.TrimPrefix(written, "$")
	if inner, ok := strings.CutPrefix(name, "{"); ok {
		name = strings.TrimSuffix(inner, "}")
	}
	if !syntax.ValidName(name) {
		return "", refuse("an expansion other than $NAME")
	}
	return name, nil
}

func (e *expander) value(name string) string {
	value, _ := e.lookup(name)
	return value
}

func (e *expander) add(s string) {
	e.field.WriteString(s)
	e.open = true
}

// split adds an unquoted value: blanks in it end fields, and nothing at all is added for an empty one.
func (e *expander) split(value string) {
	for value != "" {
		end := strings.IndexAny(value, blanks)
		switch {
		case end < 0:
			e.add(value)
			return
		case end > 0:
			e.add(value[:end])
		}
		e.close()
		value = strings.TrimLeft(value[end:], blanks)
	}
}

func (e *expander) close() {
	if !e.open {
		return
	}
	e.fields = append(e.fields, e.field.String())
	e.field.Reset()
	e.open = false
}

// unescape takes away the backslashes of an unquoted piece.
func unescape(s string) string {
	return dropBackslashes(s, func(byte) bool { return true })
}

// unescapeQuoted takes away those backslashes that mean something between double quotes.
func unescapeQuoted(s string) string {
	return dropBackslashes(s, func(c byte) bool { return strings.IndexByte("$`\"\\", c) >= 0 })
}

func dropBackslashes(s string, escapes func(byte) bool) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && escapes(s[i+1]) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
