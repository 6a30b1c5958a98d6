// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

func isolationVariables() []Variable {
	return []Variable{
		{Name: "ISOLATION", Default: "warn", Meaning: "What is done about it if probes get out of a pod like an " +
			"algorithm's, past the network policy or past runner's filter. `warn`: it is told, in the ConfigMap " +
			"`operator-engine-isolation` of each watched namespace, in an Event, a log line and a metric. `enforce`: " +
			"besides, no workflow is admitted until both were seen to hold. `off`: nobody looks, and " +
			"`compute.network: Loopback` is refused. Unless it is `off`, the ConfigMap also says, once a day anew, whether " +
			"volumes end where their size does and whether the kubelet limits processes."},
		{Name: "ISOLATION_INTERVAL", Default: "1h", Meaning: "How often it is tried, beginning at the operator's start. " +
			"If nothing could be found out, it is tried again after two minutes."},
		{Name: "ISOLATION_TARGETS", Default: "169.254.169.254:80,1.1.1.1:53,[2606:4700:4700::1111]:53", Meaning: "What the " +
			"probes try to reach by TCP and UDP, besides DNS, the API server and another pod: up to eight IP addresses " +
			"with ports. The default is the clouds' metadata server and a public resolver. `none`: nothing else."},
	}
}
