// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package contract

// Files on the admin logs' volume. They are the provider's, and never published to a consumer.
const (
	ConfigureLogFile = "configure.log"
	FilterLogFile    = "filter.log"
	PublishLogFile   = "publish.log"
)

// ManifestFile is the name under which publish uploads the list of all that it has published.
const ManifestFile = "manifest.json"
