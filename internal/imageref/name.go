// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package imageref

import (
	"fmt"
	"strings"

	"github.com/distribution/reference"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// Of is the reference of a container's image, as its document has it: pinned by its checksum if there is one, as a tag would
// be ignored then.
func Of(c v1alpha1.Container) string {
	switch {
	case c.Checksum != "":
		return c.Image + "@" + c.Checksum
	case c.Tag != "":
		return c.Image + ":" + c.Tag
	}
	return c.Image
}

// Full is the reference of a container's image as a pod names it. It is in full, as it was judged: what a short name stands
// for is the container runtime's to say, and some look in registries of their own first. What is no name stays as it is, for
// the kubelet to refuse.
func Full(c v1alpha1.Container) string {
	text := Of(c)
	name, err := Parse(text)
	if err != nil {
		return text
	}
	return name.String()
}

// Name is a reference in full. It has a tag or a digest, never both: where both are given, only the digest counts.
type Name struct {
	// Repository has registry and path, such as docker.io/library/python.
	Repository string
	// Tag is latest if nothing is said, and empty if there is a digest.
	Tag string
	// Digest is sha256: and 64 hex digits, or empty.
	Digest string
}

// digestPrefix is what every digest begins with that a Workflow can give.
const digestPrefix = "sha256:"

// Parse reads a reference as a container runtime does: python:3 is docker.io/library/python:3.
func Parse(text string) (Name, error) {
	parsed, err := reference.ParseDockerRef(text)
	if err != nil {
		return Name{}, fmt.Errorf("read the image's name: %w", err)
	}
	n := Name{Repository: parsed.Name()}
	if pinned, ok := parsed.(reference.Digested); ok {
		n.Digest = pinned.Digest().String()
	}
	if tagged, ok := parsed.(reference.Tagged); ok {
		n.Tag = tagged.Tag()
	}
	return n, nil
}

// Pinned tells that the name stands for one image only, now and later.
func (n Name) Pinned() bool { return strings.HasPrefix(n.Digest, digestPrefix) }

// String is the name in full.
func (n Name) String() string {
	if n.Digest != "" {
		return n.Repository + "@" + n.Digest
	}
	return n.Repository + ":" + n.Tag
}
