// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package imageref

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Pattern fits the names of some images. Repository, tag and digest are compared each for itself, so that no tag can
// pass for a part of a repository's name, nor the other way round.
type Pattern struct {
	// text is what it was read from.
	text string
	// parts are those of the repository, its registry first.
	parts []string
	// tag and digest are globs; empty ones fit everything.
	tag, digest string
}

// anything is the part that stands for one part of a repository or more.
const anything = "**"

// The registry and the folder that names without them are in.
const (
	hub         = "docker.io"
	hubOld      = "index.docker.io"
	hubOfficial = "library"
)

// ParsePattern reads a pattern such as python:3.*, ghcr.io/team/** or **@sha256:*. Within a part, * ? and [a-z] are as in
// path.Match; ** is one part or more. Registry and folder are filled in as they are for names, unless the pattern begins
// with **, which stands for any registry.
func ParsePattern(text string) (Pattern, error) {
	name, digest, pinned := strings.Cut(text, "@")
	repository, tag, tagged := cutTag(name)
	switch {
	case pinned && digest == "" || tagged && tag == "" || repository == "":
		return Pattern{}, errors.New("a part of it is empty")
	case pinned && tagged:
		return Pattern{}, errors.New("it has a tag and a digest, of which only the digest would count")
	}
	p := Pattern{text: text, parts: complete(strings.Split(repository, "/")), tag: tag, digest: digest}
	for _, glob := range slices.Concat(p.parts, []string{tag, digest}) {
		if err := usable(glob); err != nil {
			return Pattern{}, err
		}
	}
	if slices.Contains(p.parts, "") {
		return Pattern{}, errors.New("a part of it is empty")
	}
	return p, nil
}

// cutTag finds the tag behind the last part; a colon before it belongs to the registry's port.
func cutTag(name string) (repository, tag string, found bool) {
	i := strings.LastIndexByte(name, ':')
	if i < 0 || i < strings.LastIndexByte(name, '/') {
		return name, "", false
	}
	return name[:i], name[i+1:], true
}

// complete puts registry and folder before what lacks them, by the rules for names.
func complete(parts []string) []string {
	first := parts[0]
	switch {
	case first == anything:
		return parts
	case first == hubOld:
		parts = append([]string{hub}, parts[1:]...)
	case len(parts) == 1, !strings.ContainsAny(first, ".:") && first != "localhost" && strings.ToLower(first) == first:
		parts = append([]string{hub}, parts...)
	}
	if parts[0] == hub && len(parts) == 2 && parts[1] != anything {
		return []string{hub, hubOfficial, parts[1]}
	}
	return parts
}

func usable(glob string) error {
	if _, err := path.Match(glob, ""); err != nil {
		return fmt.Errorf("%q is no pattern: %w", glob, err)
	}
	if strings.Contains(glob, anything) && glob != anything {
		return fmt.Errorf("in %q ** is not a part of its own: write * for any characters of a part", glob)
	}
	return nil
}

// Fits tells whether the pattern stands for the name. One that was not read from anything stands for none. A pattern with a tag fits no name with a digest: what it is pinned
// to need not be what the tag stands for.
func (p Pattern) Fits(n Name) bool {
	if !fitsGlob(p.tag, n.Tag) || !fitsGlob(p.digest, n.Digest) {
		return false
	}
	return fitsParts(p.parts, strings.Split(n.Repository, "/"))
}

func fitsGlob(glob, text string) bool {
	if glob == "" {
		return true
	}
	ok, err := path.Match(glob, text)
	return ok && err == nil && text != ""
}

// fitsParts compares part by part. For each ** it goes through as many beginnings as there are parts, which for the 128
// parts that fit into a name is soon done: reached holds them all at once.
func fitsParts(globs, parts []string) bool {
	reached := make([]bool, len(parts)+1)
	reached[0] = true
	for _, glob := range globs {
		next := make([]bool, len(parts)+1)
		for i, part := range parts {
			switch {
			case glob == anything:
				next[i+1] = reached[i] || next[i]
			case reached[i]:
				next[i+1] = fitsGlob(glob, part)
			}
		}
		reached = next
	}
	return reached[len(parts)]
}

// String is the pattern as it was written.
func (p Pattern) String() string { return p.text }

// Allows tells whether one of the patterns fits the name.
func Allows(patterns []Pattern, n Name) bool {
	return slices.ContainsFunc(patterns, func(p Pattern) bool { return p.Fits(n) })
}
