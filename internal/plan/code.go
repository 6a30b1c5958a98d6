// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/imageref"
)

// imageRefusal says why the first stage whose image the provider does not let run may not have it. Without a list any image
// may run.
func (d *draft) imageRefusal() string {
	if len(d.Settings.AllowedImages) == 0 && !d.Settings.RequireDigest {
		return ""
	}
	for _, stage := range d.Workflow.Spec.Stages {
		text := imageref.Of(stage.Algorithm.Container)
		name, err := imageref.Parse(text)
		switch {
		case err != nil:
			return fmt.Sprintf("stage %s has %q for an image, which is no image's name: correct image, tag and checksum", stage.Name, text)
		case d.Settings.RequireDigest && !name.Pinned():
			return fmt.Sprintf("stage %s names the image %s by its tag, which may be another image tomorrow, and the provider requires digests: "+
				"write the image's digest in container.checksum", stage.Name, name)
		case len(d.Settings.AllowedImages) > 0 && !imageref.Allows(d.Settings.AllowedImages, name):
			return fmt.Sprintf("stage %s: the provider does not allow the image %s: use one that is allowed, or ask for it to be added to "+
				"ALLOWED_IMAGES", stage.Name, name)
		}
	}
	return ""
}

// plainCommand is an entrypoint that runs the code and nothing else: the code itself, or one program of the image's with
// the code as its only argument. Whatever else an entrypoint has may be code too, as in sh -c '…'. A path could lead to a
// file that is the consumer's.
var plainCommand = regexp.MustCompile(`^[ \t]*([A-Za-z0-9._+-]+[ \t]+)?("?\$ALGO"?|"?\$\{ALGO\}"?)[ \t\n]*$`)

// algorithmRefusal finds what configure need not fetch to be refused: code that stands in the document, and what is not
// said by the code alone.
func (d *draft) algorithmRefusal() string {
	if len(d.Settings.AllowedAlgorithms) == 0 {
		return ""
	}
	for _, stage := range d.Workflow.Spec.Stages {
		a := stage.Algorithm
		switch sum := knownSum(a); {
		case a.RawCode == "" && len(a.Files) == 0 && a.Remote == nil:
			return fmt.Sprintf("stage %s brings no code that could be on the provider's list of algorithms: give rawCode, files or remote", stage.Name)
		case !plainCommand.MatchString(a.Container.Entrypoint):
			return fmt.Sprintf("stage %s has an entrypoint that could run more than its code, and the provider allows only algorithms of a list: "+
				"write $ALGO, or one command of the image without a path and $ALGO, such as python $ALGO", stage.Name)
		case sum != "" && !slices.Contains(d.Settings.AllowedAlgorithms, sum):
			return unlisted(stage.Name, sum)
		}
	}
	return ""
}

// knownSum is the sha256 of code that is one file, if the document tells it.
func knownSum(a v1alpha1.Algorithm) string {
	switch {
	case a.RawCode != "":
		sum := sha256.Sum256([]byte(a.RawCode))
		return hex.EncodeToString(sum[:])
	case len(a.Files) == 1:
		return a.Files[0].SHA256
	}
	return ""
}

func unlisted(stage, sum string) string {
	return fmt.Sprintf("stage %s: the provider does not allow the algorithm with the sha256 %s: use one that is allowed, or ask for it to be "+
		"added to ALLOWED_ALGORITHMS", stage, sum)
}

// codeRefusal judges the code that configure fetched, before anything of it runs. A configure that does not tell, as one
// older than the operator, has not done its work.
func (d *draft) codeRefusal(run Run) (failure, bool) {
	if len(d.Settings.AllowedAlgorithms) == 0 {
		return failure{}, false
	}
	stages := d.Workflow.Spec.Stages
	if run.Reported == nil || len(run.Reported.Algorithms) != len(stages) {
		return failure{system: true, reason: v1alpha1.ReasonConfigureFailed,
			message: "configure ended without saying which code it fetched, which the provider's list of algorithms is compared with"}, true
	}
	for i, sum := range run.Reported.Algorithms {
		if !slices.Contains(d.Settings.AllowedAlgorithms, sum) {
			return failure{final: true, reason: v1alpha1.ReasonAlgorithmRefused, message: unlisted(stages[i].Name, firstOf(sum, "(none)"))}, true
		}
	}
	return failure{}, false
}

// takeAlgorithms writes down which code configure fetched.
func (d *draft) takeAlgorithms(run Run) {
	stages := d.Workflow.Spec.Stages
	if run.Reported == nil || len(run.Reported.Algorithms) != len(stages) {
		return
	}
	for i, sum := range run.Reported.Algorithms {
		for n := range d.status.Stages {
			if d.status.Stages[n].Name == stages[i].Name {
				d.status.Stages[n].AlgorithmSHA256 = sum
			}
		}
	}
}

// runtimeRefusal says why the first stage that asks for a RuntimeClass does not get it. The provider's own is everybody's;
// another may be a weaker one, and needs to be on the list.
func (d *draft) runtimeRefusal() string {
	for _, stage := range d.Workflow.Spec.Stages {
		class := stage.Compute.RuntimeClassName
		if class == "" || class == d.Settings.RuntimeClass || allowed(d.Settings.AllowedRuntimeClasses, class) {
			continue
		}
		return fmt.Sprintf("stage %s: the provider does not allow the RuntimeClass %q: leave compute.runtimeClassName out, or ask for it to be "+
			"added to ALLOWED_RUNTIME_CLASSES", stage.Name, class)
	}
	return ""
}
