// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"
	"path"
	"strings"
	"unicode"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

func unusableFiles(files []v1alpha1.File) string {
	for i, file := range files {
		wrong := firstOf(
			unusableURL(file),
			unusableKey("urlFrom", file.URLFrom),
			unusableKey("headersFrom", file.HeadersFrom),
			unusableAccount(file.CredentialsFrom),
			unusableClaim(file.Claim),
		)
		if wrong != "" {
			return fmt.Sprintf("file %d: %s", i, wrong)
		}
	}
	return ""
}

// unusableURL also finds what belongs to another kind of address: it would be passed over in silence otherwise.
func unusableURL(file v1alpha1.File) string {
	web := strings.HasPrefix(file.URL, "http://") || strings.HasPrefix(file.URL, "https://")
	switch {
	case strings.ContainsFunc(file.URL, blank):
		return "its url has a blank or a line break in it: write %20 for a blank, or take it out"
	case file.HeadersFrom != nil && file.URLFrom == nil && !web:
		return "headersFrom is for http and https only: leave it out"
	case file.CredentialsFrom != nil && file.URLFrom == nil && !strings.HasPrefix(file.URL, "s3://"):
		return "credentialsFrom is for s3 only: leave it out"
	case file.SHA256 != "" && strings.HasPrefix(file.URL, "s3://") && strings.HasSuffix(file.URL, "/"):
		return "its url is a folder, which has no sha256: leave that out, or name one file"
	}
	return ""
}

func blank(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) }

func unusableKey(field string, from *v1alpha1.SecretKeyReference) string {
	switch {
	case from == nil:
	case len(validation.IsDNS1123Subdomain(from.Name)) > 0:
		return fmt.Sprintf("%q cannot be the name of a Secret: in %s.name write lower-case letters, digits, dashes "+
			"and dots, with a letter or digit at both ends", from.Name, field)
	case len(validation.IsConfigMapKey(from.Key)) > 0:
		return fmt.Sprintf("%q cannot be a key of a Secret: in %s.key write letters, digits, dashes, dots and "+
			"underscores", from.Key, field)
	}
	return ""
}

func unusableAccount(from *v1alpha1.CredentialsReference) string {
	if from == nil || len(validation.IsDNS1123Subdomain(from.Name)) == 0 {
		return ""
	}
	return fmt.Sprintf("%q cannot be the name of a Secret: in credentialsFrom.name write lower-case letters, digits, dashes "+
		"and dots, with a letter or digit at both ends", from.Name)
}

func unusableClaim(claim *v1alpha1.ClaimPath) string {
	switch {
	case claim == nil:
	case len(validation.IsDNS1123Subdomain(claim.Name)) > 0:
		return fmt.Sprintf("%q cannot be the name of a claim: in claim.name write lower-case letters, digits, dashes and dots, "+
			"with a letter or digit at both ends", claim.Name)
	case path.IsAbs(claim.Path) || path.Clean(claim.Path) != claim.Path || claim.Path == ".." || strings.HasPrefix(claim.Path, "../"):
		return fmt.Sprintf("%q is no path on a claim: write it without a slash at either end and without . and .. in it, or a "+
			"single dot for the whole volume", claim.Path)
	}
	return ""
}

func unusableRemote(spec v1alpha1.WorkflowSpec, remote *v1alpha1.Remote) string {
	if remote != nil && spec.MetadataURI == "" {
		return "remote needs spec.metadataURI, where its DDO is found: give it"
	}
	return ""
}
