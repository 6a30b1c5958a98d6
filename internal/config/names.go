// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"path"
	"regexp"

	"k8s.io/apimachinery/pkg/util/validation"
)

var (
	imagePattern  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/:@-]{0,511}$`)
	bucketPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$`)
	plainPattern  = regexp.MustCompile(`^[[:graph:]]{1,1000}$`)
)

// What the names in settings must look like.
const (
	wantImage     = "an image reference such as registry.example.com/operator-engine:v1.2.3"
	wantBucket    = "a bucket's name"
	wantObject    = "the name of a Kubernetes object: lower-case letters, digits, dashes and dots"
	wantNamespace = "a namespace's name: lower-case letters, digits and dashes"
	wantLabel     = "a label's value: at most 63 letters, digits, dashes, underscores and dots"
	wantGlob      = "a name or a pattern with * and ? and [a-z]"
	wantPlain     = "text without white space"
)

func isImage(s string) bool     { return imagePattern.MatchString(s) }
func isBucket(s string) bool    { return bucketPattern.MatchString(s) }
func isPlain(s string) bool     { return plainPattern.MatchString(s) }
func isObject(s string) bool    { return len(validation.IsDNS1123Subdomain(s)) == 0 }
func isNamespace(s string) bool { return len(validation.IsDNS1123Label(s)) == 0 }
func isLabel(s string) bool     { return len(validation.IsValidLabelValue(s)) == 0 }

func isGlob(s string) bool {
	_, err := path.Match(s, "")
	return err == nil
}

// Globs are patterns of names, as path.Match understands them. None means that no name is allowed.
type Globs []string

// Match tells whether one of the patterns fits the name.
func (g Globs) Match(name string) bool {
	for _, pattern := range g {
		if ok, err := path.Match(pattern, name); ok && err == nil {
			return true
		}
	}
	return false
}
