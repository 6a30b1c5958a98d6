// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package imageref

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

const digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

func TestANameIsReadAsAContainerRuntimeReadsIt(t *testing.T) {
	for text, want := range map[string]Name{
		"python":                                {Repository: "docker.io/library/python", Tag: "latest"},
		"python:3":                              {Repository: "docker.io/library/python", Tag: "3"},
		"team/tool:1":                           {Repository: "docker.io/team/tool", Tag: "1"},
		"docker.io/python":                      {Repository: "docker.io/library/python", Tag: "latest"},
		"index.docker.io/library/python":        {Repository: "docker.io/library/python", Tag: "latest"},
		"localhost/tool":                        {Repository: "localhost/tool", Tag: "latest"},
		"registry.example.com:5000/a/b/c:2":     {Repository: "registry.example.com:5000/a/b/c", Tag: "2"},
		"python@" + digest:                      {Repository: "docker.io/library/python", Digest: digest},
		"python:3@" + digest:                    {Repository: "docker.io/library/python", Digest: digest},
		"registry.example.com:5000/x@" + digest: {Repository: "registry.example.com:5000/x", Digest: digest},
	} {
		t.Run(text, func(t *testing.T) {
			got, err := Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if got.Pinned() != (want.Digest != "") {
				t.Errorf("pinned is %t", got.Pinned())
			}
		})
	}
}

func TestWhatIsNoNameIsRefused(t *testing.T) {
	for _, text := range []string{
		"", "a b", "python:", "python:3:4", "python@sha256:short", "python@sha256:" + strings.Repeat("g", 64), "../python",
		"a//b", "/python", "python/", "python:3/../../evil", "python\n", "ghcr.io/team/tool:1@evil/x", strings.Repeat("a", 300), "py*thon",
		strings.Repeat("0", 64), // The identifier of an image, which no registry has.
	} {
		if n, err := Parse(text); err == nil {
			t.Errorf("%q was read as %s", text, n)
		}
	}
}

var patternTests = []struct {
	pattern string
	fits    []string
	not     []string
}{
	{
		"python",
		[]string{"python", "python:3", "docker.io/library/python", "index.docker.io/python:3", "python@" + digest},
		[]string{"python3", "team/python", "ghcr.io/library/python", "docker.io.evil.com/library/python", "evil.com/docker.io/library/python"},
	},
	{
		"python:3.*",
		[]string{"python:3.12", "python:3.12-slim"},
		[]string{"python", "python:3", "python:2.7", "python:3.12@" + digest, "python@" + digest, "team/python:3.12"},
	},
	{
		"python@" + digest,
		[]string{"python@" + digest, "python:3@" + digest},
		[]string{"python", "python:3", "python@" + strings.ReplaceAll(digest, "0", "1")},
	},
	{
		"team/*",
		[]string{"team/tool", "docker.io/team/tool:1"},
		[]string{"team/a/b", "tool", "ghcr.io/team/tool", "teams/tool"},
	},
	{
		"*",
		[]string{"python", "docker.io/library/busybox:1"},
		[]string{"team/tool", "ghcr.io/tool"},
	},
	{
		"ghcr.io/team/**",
		[]string{"ghcr.io/team/tool", "ghcr.io/team/a/b/c:1", "ghcr.io/team/tool@" + digest},
		[]string{"ghcr.io/team", "ghcr.io/teams/tool", "ghcr.io.evil.com/team/tool", "evil.com/ghcr.io/team/tool", "team/tool"},
	},
	{
		"ghcr.io/**/tool",
		[]string{"ghcr.io/a/tool", "ghcr.io/a/b/tool:1"},
		[]string{"ghcr.io/tool", "ghcr.io/a/tools", "ghcr.io/a/tool/b"},
	},
	{
		"docker.io/**",
		[]string{"python", "team/tool", "docker.io/a/b/c"},
		[]string{"ghcr.io/python"},
	},
	{
		"*.example.com:5000/tool-[ab]",
		[]string{"eu.example.com:5000/tool-a", "us.example.com:5000/tool-b:1"},
		[]string{"eu.example.com/tool-a", "eu.example.com:5000/tool-c", "evil.com/eu.example.com/tool-a", "example.com:5000/tool-a"},
	},
	{
		"**@sha256:*",
		[]string{"python@" + digest, "ghcr.io/a/b/c:1@" + digest},
		[]string{"python:3", "ghcr.io/a/b/c:1"},
	},
	{"**", []string{"python", "ghcr.io/a/b/c", "localhost/x:1", "x@" + digest}, nil},
	{"**/tool", []string{"tool", "ghcr.io/tool", "a/tool:1"}, []string{"tools", "tool/a"}},
	{"localhost/*", []string{"localhost/x"}, []string{"localhost/x/y", "x"}},
}

func TestAPatternFitsJustWhatItSays(t *testing.T) {
	for _, tc := range patternTests {
		t.Run(tc.pattern, func(t *testing.T) {
			for want, names := range map[bool][]string{true: tc.fits, false: tc.not} {
				for _, text := range names {
					n, err := Parse(text)
					if err != nil {
						t.Fatal(err)
					}
					if got := Allows(patterns(t, "other", tc.pattern), n); got != want {
						t.Errorf("%s: fits is %t, want %t", text, got, want)
					}
				}
			}
		})
	}
}

// What stands in a tag must not be read as more of the repository's name, nor a repository's end as a tag.
func TestATagSmugglesNothing(t *testing.T) {
	for _, c := range []v1alpha1.Container{
		{Image: "evil", Tag: "x/ghcr.io/team/tool"},
		{Image: "evil.com", Tag: "5000/team/tool"},
		{Image: "evil", Tag: "1@" + digest},
		{Image: "evil", Checksum: digest + "/ghcr.io/team/tool"},
		{Image: "evil.com/ghcr.io", Tag: "team"},
		{Image: "ghcr.io/team/../evil/tool"},
		{Image: "ghcr.io/team%2f..%2f/tool"},
	} {
		if n, err := Parse(Of(c)); err == nil && Allows(patterns(t, "ghcr.io/team/**", "*.io/team/*", "team/*"), n) {
			t.Errorf("%+v passes as %s", c, n)
		}
	}
}

func patterns(t *testing.T, texts ...string) []Pattern {
	t.Helper()
	var all []Pattern
	for _, text := range texts {
		p, err := ParsePattern(text)
		if err != nil {
			t.Fatal(err)
		}
		if p.String() != text {
			t.Errorf("%s became %s", text, p)
		}
		all = append(all, p)
	}
	return all
}

func TestAPatternThatWasNeverReadFitsNothing(t *testing.T) {
	if n, err := Parse("python"); err != nil || (Pattern{}).Fits(n) {
		t.Errorf("it fits %s, %v", n, err)
	}
}

// What was judged and what a pod names must be the same, whatever a container runtime would make of a short name.
func TestAPodNamesAnImageInFull(t *testing.T) {
	for _, c := range []v1alpha1.Container{
		{Image: "python"}, {Image: "python", Tag: "3"}, {Image: "team/tool", Tag: "3", Checksum: digest}, {Image: "localhost/tool"},
		{Image: "index.docker.io/python", Tag: "3"}, {Image: "registry.example.com:5000/a/b", Tag: "1"},
	} {
		judged, err := Parse(Of(c))
		if err != nil {
			t.Fatal(err)
		}
		full := Full(c)
		again, err := Parse(full)
		if err != nil || full != judged.String() || again != judged {
			t.Errorf("%+v is judged as %s and named %s: %v", c, judged, full, err)
		}
	}
	for want, c := range map[string]v1alpha1.Container{
		"docker.io/library/python:latest": {Image: "python"},
		"docker.io/library/python:3":      {Image: "docker.io/python", Tag: "3"},
		"docker.io/team/tool@" + digest:   {Image: "team/tool", Tag: "3", Checksum: digest},
		"registry.example.com:5000/a/b:1": {Image: "registry.example.com:5000/a/b", Tag: "1"},
		"Evil Image":                      {Image: "Evil Image"},
		strings.Repeat("0", 64):           {Image: strings.Repeat("0", 64)},
	} {
		if got := Full(c); got != want {
			t.Errorf("%+v is named %s, not %s", c, got, want)
		}
	}
}

func TestAPatternThatCannotBeMeantIsRefused(t *testing.T) {
	for _, text := range []string{
		"", ":3", "@" + digest, "python:", "python@", "python:3@" + digest, "a//b", "/a", "a/", "a/**b", "**a", "[a", `a\`, "python:[3", "ghcr.io/",
	} {
		if p, err := ParsePattern(text); err == nil {
			t.Errorf("%q was read as %+v", text, p)
		}
	}
}

func TestTheImageIsPinnedByItsChecksum(t *testing.T) {
	for want, c := range map[string]v1alpha1.Container{
		"python":           {Image: "python"},
		"python:3":         {Image: "python", Tag: "3"},
		"python@" + digest: {Image: "python", Tag: "3", Checksum: digest},
	} {
		if got := Of(c); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// A name without anything that a pattern gives a meaning of its own is a pattern for just itself: its registry and folder
// are filled in by the same rules.
func FuzzAPlainNameIsAPatternForItself(f *testing.F) {
	for _, seed := range []string{"python", "python:3", "a/b", "docker.io/x", "index.docker.io/x", "localhost/x", "localhost:5/x/y:1", "A/x", "x@" + digest} {
		f.Add(seed, "evil/"+seed)
	}
	f.Fuzz(func(t *testing.T, text, other string) {
		n, err := Parse(text)
		_, _, tagged := cutTag(strings.SplitN(text, "@", 2)[0])
		if err != nil || tagged && n.Tag == "" || strings.Contains(text, "[") {
			return // Of tag and digest a pattern has one; a registry may be an IPv6 address in brackets.
		}
		p, err := ParsePattern(text)
		if err != nil {
			t.Fatalf("%q is a name and no pattern: %v", text, err)
		}
		if !p.Fits(n) {
			t.Errorf("%q does not fit itself, %s", text, n)
		}
		if o, err := Parse(other); err == nil && o.Repository != n.Repository && p.Fits(o) {
			t.Errorf("%q fits %s", text, o)
		}
	})
}
