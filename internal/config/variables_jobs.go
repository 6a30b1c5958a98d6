// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

func jobVariables() []Variable {
	return []Variable{
		{Name: "POD_CONFIGURATION_CONTAINER", Meaning: "Image of the configure step. Unset: `OPERATOR_IMAGE`."},
		{Name: "POD_PUBLISH_CONTAINER", Meaning: "Image of the publish step. Unset: `OPERATOR_IMAGE`."},
		{Name: "FILTERING_CONTAINER", Meaning: "Image of your own that may change or reject outputs before they are " +
			"published. Unset: there is no filter step."},
		{Name: "PULL_POLICY", Default: "IfNotPresent", Meaning: "When images are pulled: `Always`, `IfNotPresent` or " +
			"`Never`."},
		{Name: "PULL_SECRET", Meaning: "Name of the Secret, in the workflow's namespace, that images are pulled with."},
		{Name: "SERVICE_ACCOUNT", Default: "ocean-jobs", Meaning: "Service account of all job pods. They need no rights " +
			"and get no token, so it is one of their own that nobody will bind a role to by accident."},
		{Name: "NODE_SELECTOR", Meaning: "If set, pods run only on nodes whose label `scope` has this value."},
		{Name: "RUNTIME_CLASS", Meaning: "RuntimeClass that algorithms run in, such as gVisor's or Kata's, unless their Workflow " +
			"names another that `ALLOWED_RUNTIME_CLASSES` allows. Unset: the template's, or else the cluster's default."},
		{Name: "STORAGE_CLASS", Meaning: "Storage class of the volumes. Unset: the template's, or else the cluster's " +
			"default. With one that does not enforce sizes a workflow can fill the disk below; the operator warns of it."},
		{Name: "CREDENTIALS_SECRET", Default: "operator-engine-credentials", Meaning: "Name of the Secret, in each " +
			"watched namespace, that the publish step takes `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, " +
			"`IPFS_API_KEY` and `IPFS_API_CLIENT` from, by these keys."},
		{Name: "CARRY_REQUESTS", Default: "true", Meaning: "The configure pod asks for as much as the largest stage and " +
			"goes where the algorithm may go, because a volume may bind to the node of its first pod. Turn it off where " +
			"volumes can move."},
		{Name: "DEBUG_NO_CLEANUP", Default: "false", Meaning: "Keep the objects of finished workflows."},
	}
}

func limitVariables() []Variable {
	return []Variable{
		{Name: "MAX_JOBS", Default: "0", Meaning: "How many workflows run at a time; further ones wait. `0` is any number."},
		{Name: "SYSTEM_RETRIES", Default: "3", Meaning: "How many more times a step is tried after a failure that was " +
			"not the code's: an evicted pod, a lost node, a server that is down. At most 20."},
		{Name: "PENDING_TIMEOUT", Default: "10m", Meaning: "How long a pod may take to start: to find a node, its volumes " +
			"and its image."},
		{Name: "GRACE_SECONDS", Default: "30", Meaning: "Seconds between TERM and KILL for an algorithm that is stopped " +
			"or has run out of time."},
		{Name: "LOG_MAX_BYTES", Default: "100Mi", Meaning: "How much of an algorithm's output is kept in its log."},
		{Name: "OUTPUT_MAX_BYTES", Default: "1Ti", Meaning: "How large all that a workflow publishes may be together, " +
			"outputs and logs; holes in files count. A workflow that leaves more fails, and nothing of it is uploaded."},
		{Name: "OUTPUT_MAX_FILES", Default: "100000", Meaning: "How many files, folders and other entries it may leave, " +
			"at most 1000000. Publish holds their names in memory: up to 1 KiB for each."},
		{Name: "CONFIGURE_TIMEOUT", Default: "6h", Meaning: "How long fetching inputs and code may take."},
		{Name: "FILTER_TIMEOUT", Default: "1h", Meaning: "How long the filter may take."},
		{Name: "PUBLISH_TIMEOUT", Default: "6h", Meaning: "How long an upload may take."},
		{Name: "PUBLISH_RETRY_TIME", Default: "1h", Meaning: "How long publishing is tried again while the storage is " +
			"down."},
		{Name: "RESULTS_RETENTION", Default: "24h", Meaning: "How long the volumes are kept if their results could not be " +
			"published."},
		{Name: "NODE_LOST_SECONDS", Default: "600", Meaning: "Seconds that a pod on an unreachable node, or a deleted Job that a finalizer keeps, is waited for."},
	}
}

func operatorVariables() []Variable {
	return []Variable{
		{Name: "WATCH_NAMESPACES", Meaning: "Namespaces whose Workflows are run, separated by commas. Unset: the " +
			"operator's own."},
		{Name: "TEMPLATES_DIR", Default: "/templates", Meaning: "Folder of the manifests that jobs are made from. All of " +
			"them must be in it."},
		{Name: "LOG_LEVEL", Default: "info", Meaning: "`debug`, `info`, `warn` or `error`."},
		{Name: "POD_NAMESPACE", Meaning: "The operator's own namespace. Set by the Deployment."},
		{Name: "OPERATOR_IMAGE", Meaning: "The operator's own image, which holds the programs of all steps. Set by the " +
			"Deployment."},
	}
}
