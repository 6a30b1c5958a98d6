// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package entrypoint_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/internal/entrypoint"
)

// environment is what the cases below expand.
var environment = map[string]string{
	"ALGO":  "/data/transformations/algorithm",
	"TWO":   "one  two",
	"EDGES": " in out ",
	"EMPTY": "",
	"STAR":  "*",
	"QUOTE": `it's "x"`,
	"NEST":  "$ALGO",
}

func lookup(name string) (string, bool) {
	value, ok := environment[name]
	return value, ok
}

// accepted are entrypoints with the words that they stand for. The shell test runs them all through a real shell.
var accepted = []struct {
	name, entrypoint string
	want             []string
}{
	{"words are split at blanks", "python  -u\tmain.py", []string{"python", "-u", "main.py"}},
	{"blanks around the command do not count", "  ls  ", []string{"ls"}},
	{"$ALGO is the path of the code", "python $ALGO", []string{"python", environment["ALGO"]}},
	{"${ALGO} is the same", "python ${ALGO}", []string{"python", environment["ALGO"]}},
	{"the code itself can be the command", "$ALGO", []string{environment["ALGO"]}},
	{"a variable may be a part of a word", "x --code=${ALGO}.py", []string{"x", "--code=" + environment["ALGO"] + ".py"}},
	{"a name ends where it can", "x $ALGO.py", []string{"x", environment["ALGO"] + ".py"}},
	{"a variable in double quotes is expanded", `x "a $ALGO b"`, []string{"x", "a " + environment["ALGO"] + " b"}},
	{"a variable in single quotes is not", `x 'a $ALGO b'`, []string{"x", "a $ALGO b"}},
	{"an escaped dollar is one", `x \$ALGO "\$ALGO"`, []string{"x", "$ALGO", "$ALGO"}},
	{"a lone dollar is one", `x $ "$" a$`, []string{"x", "$", "$", "a$"}},
	{"an unquoted variable is split", "x $TWO", []string{"x", "one", "two"}},
	{"a quoted variable is not", `x "$TWO"`, []string{"x", "one  two"}},
	{"blanks at the edges of a variable end words", "x a${EDGES}b", []string{"x", "a", "in", "out", "b"}},
	{"an empty variable leaves no word", "x $EMPTY y", []string{"x", "y"}},
	{"an unset variable leaves no word", "x $NOTHING y", []string{"x", "y"}},
	{"a quoted empty variable leaves an empty word", `x "$EMPTY" y`, []string{"x", "", "y"}},
	{"empty quotes are an empty word", `x '' ""`, []string{"x", "", ""}},
	{"empty quotes beside text add nothing", `x ''a""b`, []string{"x", "ab"}},
	{"empty quotes beside an empty variable are a word", `x ''$EMPTY`, []string{"x", ""}},
	{"an empty command before a word is left out", "$EMPTY ls", []string{"ls"}},
	{"a command may come with its arguments from a variable", "$TWO three", []string{"one", "two", "three"}},
	{"values are not read again", `x $NEST $QUOTE`, []string{"x", "$ALGO", "it's", `"x"`}},
	{"a pattern is left alone", "x *.csv a?b [a-z]", []string{"x", "*.csv", "a?b", "[a-z]"}},
	{"a pattern from a variable is left alone", "x $STAR", []string{"x", "*"}},
	{"braces are left alone", "x {a,b} {1..3}", []string{"x", "{a,b}", "{1..3}"}},
	{"quotes join what stands around them", `x a'b c'"d e"f`, []string{"x", "ab cd ef"}},
	{"a backslash quotes a blank", `x a\ b`, []string{"x", "a b"}},
	{"a backslash quotes an operator", `x \; \| \& \< \> \( \)`, []string{"x", ";", "|", "&", "<", ">", "(", ")"}},
	{"a backslash before a letter goes", `x a\bc`, []string{"x", "abc"}},
	{"a backslash in double quotes mostly stays", `x "a\b\"\\"`, []string{"x", `a\b"\`}},
	{"a backslash in single quotes stays", `x 'a\b'`, []string{"x", `a\b`}},
	{"a newline in quotes is kept", "x 'a\nb'", []string{"x", "a\nb"}},
	{"a shell gets its script as one word", `sh -c 'ls | wc -l > $OUT; exit 3'`, []string{"sh", "-c", "ls | wc -l > $OUT; exit 3"}},
	{"an equals sign in an argument is no assignment", "env A=b cmd", []string{"env", "A=b", "cmd"}},
	{"a hash within a word is no comment", "x a#b", []string{"x", "a#b"}},
	{"letters of any script pass", "x 'größe' 数据", []string{"x", "größe", "数据"}},
}

var refused = []struct{ name, entrypoint, want string }{
	{"nothing", "", "names no command"},
	{"blanks only", " \t ", "names no command"},
	{"an empty variable only", "$EMPTY", "names no command"},
	{"an empty word as the command", `"" a`, "names no command"},
	{"a pipe", "a | b", "sh -c"},
	{"an and", "a && b", "sh -c"},
	{"an or", "a || b", "sh -c"},
	{"several commands", "a; b", "sh -c"},
	{"several lines", "a\nb", "sh -c"},
	{"a semicolon at the end", "a;", "sh -c"},
	{"a command in the background", "a &", "sh -c"},
	{"a redirection out", "a > b", "sh -c"},
	{"a redirection in", "a < b", "sh -c"},
	{"a here document", "a <<X\nb\nX\n", "sh -c"},
	{"a subshell", "(a)", "sh -c"},
	{"a block", "{ a; }", "sh -c"},
	{"a condition", "if a; then b; fi", "sh -c"},
	{"a negation", "! a", "sh -c"},
	{"a function", "a() { b; }", "sh -c"},
	{"an assignment alone", "A=b", "sh -c"},
	{"an assignment before the command", "A=b cmd", "sh -c"},
	{"a command substitution", "x $(a)", "sh -c"},
	{"a command substitution in quotes", `x "$(a)"`, "sh -c"},
	{"a back-quoted substitution", "x `a`", "sh -c"},
	{"arithmetic", "x $((1+1))", "sh -c"},
	{"a default value", "x ${A:-b}", "sh -c"},
	{"a default value in quotes", `x "${A:-b}"`, "sh -c"},
	{"a length", "x ${#ALGO}", "sh -c"},
	{"a positional parameter", "x $1", "sh -c"},
	{"all parameters", `x "$@"`, "sh -c"},
	{"the shell's process id", "x $$", "sh -c"},
	{"an open single quote", "x 'a", "sh -c"},
	{"an open double quote", `x "a`, "sh -c"},
	{"an open brace", "x ${ALGO", "sh -c"},
	{"a NUL byte", "x \x00", "NUL"},
}

func TestSplit(t *testing.T) {
	for _, tc := range accepted {
		t.Run(tc.name, func(t *testing.T) {
			got, err := entrypoint.Split(tc.entrypoint, lookup)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("words differ (-want +got):\n%s", diff)
			}
		})
	}
	for _, tc := range refused {
		t.Run(tc.name+" is refused", func(t *testing.T) {
			got, err := entrypoint.Split(tc.entrypoint, lookup)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %q and error %v, want an error with %q", got, err, tc.want)
			}
		})
	}
}
