// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package escape

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

func TestNothingIsPublishedButTheOutputsThemselves(t *testing.T) {
	t.Parallel()
	wf := ended(t, static("act links"))
	if reason(wf) != v1alpha1.ReasonCompleted {
		t.Fatalf("it ended as %+v", summary(wf))
	}
	files := published(t, wf)
	names := slices.Sorted(maps.Keys(files))
	for _, a := range table {
		if a.want != "is left out" {
			continue
		}
		there := slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n+"/", "outputs/"+a.name+"/") })
		judge(t, a.name, !there, "it is among %q", names)
	}
	leaked := slices.ContainsFunc(names, func(n string) bool { return strings.Contains(files[n], secret) })
	judge(t, "log-replaced", !leaked, "the input is in %q", files)
	forged := strings.Contains(wf.Status.Manifest.URL, "forged") || files["outputs/manifest.json"] == ""
	judge(t, "manifest-forged", !forged, "the status has %+v, and %q was published", wf.Status.Manifest, names)
	if want := []string{"outputs/manifest.json", "outputs/true.txt"}; !slices.Equal(names, want) {
		t.Errorf("%q was published, not %q", names, want)
	}
}
