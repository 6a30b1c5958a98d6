// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

// Access is what a Workflow may name in its own namespace, and reach. By default nothing: any author of a Workflow could
// have the signing key, or the data, sent to a server of his own otherwise.
type Access struct {
	// Secrets are the names that secretRef and urlFrom may have.
	Secrets Globs
	// Claims are the names of volume claims that a Workflow may mount.
	Claims Globs
	// Network lets a Workflow ask for an algorithm that keeps its network.
	Network bool
}

func (r *reader) access() Access {
	return Access{
		Secrets: r.list("ALLOWED_SECRETS", isGlob, wantGlob),
		Claims:  r.list("ALLOWED_CLAIMS", isGlob, wantGlob),
		Network: r.flag("ALLOW_NETWORK"),
	}
}
