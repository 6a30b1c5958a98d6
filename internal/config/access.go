// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"regexp"

	"github.com/oceanprotocol/operator-engine/internal/imageref"
)

// Access is what a Workflow may name in its own namespace, which code it may run, and what that may reach. Names are none
// by default: any author of a Workflow could have the signing key, or the data, sent to a server of his own otherwise.
type Access struct {
	// Secrets are the names that secretRef and urlFrom may have.
	Secrets Globs
	// Claims are the names of volume claims that a Workflow may mount.
	Claims Globs
	// Network lets a Workflow ask for an algorithm that keeps its network.
	Network bool
	// Images are patterns of the images that algorithms may run in, as imageref reads them. None: any image.
	Images []imageref.Pattern
	// RequireDigest refuses images that are named by a tag.
	RequireDigest bool
	// Algorithms are the sha256 of the algorithms that may run, 64 hex digits in lower case each, at most 10000. None: any.
	Algorithms []string
	// RuntimeClasses are those that a Workflow may ask for besides RUNTIME_CLASS.
	RuntimeClasses Globs
	// Resources are the devices, and other resources that not every node has, that a Workflow may ask for. None: any.
	Resources Globs
}

func (r *reader) access() Access {
	a := Access{
		Secrets:        r.list("ALLOWED_SECRETS", isGlob, wantGlob),
		Claims:         r.list("ALLOWED_CLAIMS", isGlob, wantGlob),
		Network:        r.flag("ALLOW_NETWORK"),
		Images:         r.imagePatterns("ALLOWED_IMAGES"),
		RequireDigest:  r.flag("REQUIRE_DIGEST"),
		Algorithms:     r.list("ALLOWED_ALGORITHMS", isSum, "a sha256 of 64 hex digits in lower case"),
		RuntimeClasses: r.list("ALLOWED_RUNTIME_CLASSES", isGlob, wantGlob),
		Resources:      r.list("ALLOWED_RESOURCES", isGlob, wantGlob+", such as nvidia.com/*"),
	}
	if len(a.Algorithms) > 0 && r.text("ALLOWED_IMAGES") == "" {
		r.missing("ALLOWED_IMAGES", "the images that algorithms of ALLOWED_ALGORITHMS may run in: in an image of his own a consumer "+
			"runs whatever he likes")
	}
	if len(a.Algorithms) > maxAlgorithms {
		r.mistakes.add("ALLOWED_ALGORITHMS", "a longer list", "at most 10000")
	}
	return a
}

// maxAlgorithms bounds what every decision goes through.
const maxAlgorithms = 10_000

var sumPattern = regexp.MustCompile(`^[0-9a-f]{64}$`)

func isSum(s string) bool { return sumPattern.MatchString(s) }

func (r *reader) imagePatterns(name string) []imageref.Pattern {
	var patterns []imageref.Pattern
	for _, text := range r.list(name, isImagePattern, "an image's name or a pattern such as python:3.* or ghcr.io/team/**") {
		if p, err := imageref.ParsePattern(text); err == nil { // The others are mistakes already.
			patterns = append(patterns, p)
		}
	}
	return patterns
}

func isImagePattern(s string) bool {
	_, err := imageref.ParsePattern(s)
	return err == nil
}
