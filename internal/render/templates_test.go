// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

var templateMistakes = []struct {
	name, file string
	change     func(string) string
	want       []string
}{
	{
		"an unknown field, and another mistake", "algorithm-job.yaml",
		func(s string) string {
			return replace("restartPolicy: Never", "restartpolicy: Never")(replace("backoffLimit: 0", "backoffLimit: 6")(s))
		},
		[]string{
			`algorithm-job.yaml: unknown field "spec.template.spec.restartpolicy"`,
			"algorithm-job.yaml: spec.backoffLimit: want 0: the operator decides what is tried again, as a new Job",
			"algorithm-job.yaml: spec.template.spec.restartPolicy: want Never: the operator decides what is tried again, as a new Job",
		},
	},
	{
		"words and names that the API server knows not", "algorithm-job.yaml",
		func(s string) string {
			return replace("mountPath: /tmp", "mountPath: tmp")(replace("            cpu: 100m", "            CPUs: 100m")(s))
		},
		[]string{
			`algorithm-job.yaml: spec.template.spec.containers[workflow-executor].volumeMounts[tmp].mountPath: want a path that begins with /, not "tmp"`,
			`algorithm-job.yaml: spec.template.spec.containers[workflow-executor].resources.requests: "CPUs" is no resource: want cpu, memory, ` +
				"ephemeral-storage, or the full name of a device such as nvidia.com/gpu",
		},
	},
	{
		"a helper that starts in a way there is not", "publish-job.yaml",
		replace("      containers:", "      initContainers: [{name: h, image: i, restartPolicy: Sometimes}]\n      containers:"),
		[]string{`publish-job.yaml: spec.template.spec.initContainers[h].restartPolicy: "Sometimes" is none: want Always for a helper that runs beside ` +
			"the main container, or nothing"},
	},
	{
		"an access mode that there is not", "data-claim.yaml", replace("ReadWriteOnce", "ReadWriteSometimes"),
		[]string{`data-claim.yaml: spec.accessModes: "ReadWriteSometimes" is no access mode: want ReadWriteOnce, ReadWriteOncePod or ReadWriteMany`},
	},
	{
		"a key twice", "configure-job.yaml", replace("  backoffLimit: 0\n", "  backoffLimit: 0\n  backoffLimit: 0\n"),
		[]string{`configure-job.yaml: yaml: unmarshal errors:`, `  line 17: key "backoffLimit" already set in map`},
	},
	{
		"another kind", "secret.yaml", replace("kind: Secret", "kind: ConfigMap"),
		[]string{`secret.yaml: is apiVersion "v1", kind "ConfigMap": want "v1", "Secret"`},
	},
	{
		"two documents", "configmap.yaml", func(s string) string { return s + "---\n" + s },
		[]string{"configmap.yaml: holds 2 documents: want one"},
	},
	{
		"no main container", "publish-job.yaml", replace("name: workflow-executor", "name: main"),
		[]string{
			`publish-job.yaml: spec.template.spec.containers: want one that is named "workflow-executor"`,
			`publish-job.yaml: spec.template.spec.containers: "main" must not be there: the Job would never end, as a pod ends ` +
				"with the last of its containers; make it an init container with restartPolicy: Always",
		},
	},
	{
		"a name of one's own", "data-claim.yaml", replace("spec:\n", "metadata: {name: a, namespace: b, ownerReferences: [{kind: C}]}\nspec:\n"),
		[]string{
			"data-claim.yaml: metadata.name: must not be set: the operator sets it for each workflow",
			"data-claim.yaml: metadata.namespace: must not be set: the operator sets it for each workflow",
			"data-claim.yaml: metadata.ownerReferences: must not be set: the operator sets it for each workflow",
		},
	},
	{
		"a policy", "algorithm-job.yaml", replace("  template:\n", "  podFailurePolicy: {rules: []}\n  ttlSecondsAfterFinished: 5\n  template:\n"),
		[]string{
			"algorithm-job.yaml: spec.podFailurePolicy: must not be set: it makes pods anew or hides how they ended; the operator " +
				"decides by the pod's own status",
			"algorithm-job.yaml: spec.ttlSecondsAfterFinished: must not be set: a Job must not vanish before the operator has seen " +
				"how it ended",
		},
	},
	{
		"a token", "algorithm-job.yaml", replace("automountServiceAccountToken: false", "hostname: x"),
		[]string{"algorithm-job.yaml: spec.template.spec.automountServiceAccountToken: want false: no step needs the Kubernetes API, " +
			"and an algorithm must not reach it"},
	},
	{
		"what the operator sets", "algorithm-job.yaml", func(s string) string {
			return replace("mountPath: /tmp", "mountPath: /data/inputs/")(replace("- name: workflow-executor", "- name: workflow-executor\n        image: a\n        command: [b]")(s))
		},
		[]string{
			"algorithm-job.yaml: spec.template.spec.containers[workflow-executor].image: must not be set: the operator sets it for each step",
			"algorithm-job.yaml: spec.template.spec.containers[workflow-executor].command: must not be set: the operator sets it for each step",
			`algorithm-job.yaml: spec.template.spec.containers[workflow-executor].volumeMounts: "/data/inputs/" must not be there: ` +
				"the operator mounts something at this path",
		},
	},
	{
		"what would keep objects from being made or from going", "publish-job.yaml", func(s string) string {
			s = replace("kind: Job\n", "kind: Job\nmetadata: {uid: a, resourceVersion: \"1\", finalizers: [example.com/stay]}\n")(s)
			s = replace("  template:\n    metadata:\n", "  maxFailedIndexes: 1\n  template:\n    metadata:\n      finalizers: [example.com/stay]\n")(s)
			return replace("      volumes:\n", "      ephemeralContainers: [{name: a}]\n      volumes:\n")(s)
		},
		[]string{
			"publish-job.yaml: metadata.uid: must not be set: the API server sets it",
			"publish-job.yaml: metadata.resourceVersion: must not be set: the API server sets it",
			"publish-job.yaml: metadata.finalizers: must not be set: what is deleted must go: the next step waits for it",
			"publish-job.yaml: spec.maxFailedIndexes: must not be set: a Job runs one pod once",
			"publish-job.yaml: spec.template.metadata.finalizers: must not be set: what is deleted must go: the next step waits for it",
			"publish-job.yaml: spec.template.spec.ephemeralContainers: must not be set: Kubernetes takes them for a pod that runs only",
		},
	},
	{
		"probes that end a busy algorithm", "algorithm-job.yaml",
		replace("- name: workflow-executor\n", "- name: workflow-executor\n        livenessProbe: {exec: {command: [a]}}\n        startupProbe: {exec: {command: [a]}}\n"),
		[]string{
			"algorithm-job.yaml: spec.template.spec.containers[workflow-executor].livenessProbe: must not be set: it would end an algorithm that is only busy",
			"algorithm-job.yaml: spec.template.spec.containers[workflow-executor].startupProbe: must not be set: it would end an algorithm that is only busy",
		},
	},
	{
		"processes beside the algorithm", "algorithm-job.yaml", func(s string) string {
			s = replace("      restartPolicy: Never\n", "      restartPolicy: Never\n      shareProcessNamespace: true\n      hostPID: true\n")(s)
			return replace("- name: workflow-executor\n", "- name: workflow-executor\n        readinessProbe: {exec: {command: [a]}}\n"+
				"        lifecycle: {postStart: {exec: {command: [a]}}, preStop: {exec: {command: [a]}}}\n")(s)
		},
		beside("algorithm-job.yaml", "shareProcessNamespace", "hostPID", "containers[workflow-executor].readinessProbe.exec",
			"containers[workflow-executor].lifecycle.postStart.exec", "containers[workflow-executor].lifecycle.preStop.exec"),
	},
	{
		"a process beside the filter", "filter-job.yaml",
		replace("- name: workflow-executor\n", "- name: workflow-executor\n        lifecycle: {preStop: {exec: {command: [a]}}}\n"),
		beside("filter-job.yaml", "containers[workflow-executor].lifecycle.preStop.exec"),
	},
	{
		"mounts of volumes that are not there", "algorithm-job.yaml", func(s string) string {
			s = replace("      containers:\n", "      initContainers:\n      - {name: spy, image: a, restartPolicy: Always, volumeMounts: [{name: adminlogs, mountPath: /a}]}\n      containers:\n")(s)
			return replace("- name: tmp\n        emptyDir", "- name: temp\n        emptyDir")(s)
		},
		[]string{
			`algorithm-job.yaml: spec.template.spec.initContainers[spy].volumeMounts: there is no volume "adminlogs": want one of data, temp`,
			`algorithm-job.yaml: spec.template.spec.containers[workflow-executor].volumeMounts: there is no volume "tmp": want one of data, temp`,
		},
	},
	{
		"a volume of the operator's name", "filter-job.yaml", replace("      volumes:\n", "      volumes:\n      - {name: workflow, emptyDir: {}}\n"),
		[]string{`filter-job.yaml: spec.template.spec.volumes: "workflow" must not be there: the operator adds a volume of this name`},
	},
	{
		"a claim that no step can use", "data-claim.yaml",
		replace("accessModes: [ReadWriteOnce]", "accessModes: [ReadOnlyMany]\n  volumeMode: Block"),
		[]string{
			"data-claim.yaml: spec.accessModes: want one that lets the steps write, such as ReadWriteOnce",
			"data-claim.yaml: spec.volumeMode: must not be set: the steps need a volume that holds files",
		},
	},
	{
		"a claim without a size", "adminlogs-claim.yaml", replace("storage: 100Mi", "storage: 0"),
		[]string{"adminlogs-claim.yaml: spec.resources.requests.storage: want a size, such as 1Gi"},
	},
	{
		"values that fit nowhere", "algorithm-job.yaml", func(s string) string {
			s = replace("            cpu: 100m\n            memory: 128Mi\n", "            cpu: lots\n            memory: 1 GB\n")(s)
			return replace("  backoffLimit: 0\n", "  backoffLimit: none\n  suspend: [1]\n")(s)
		},
		[]string{
			"algorithm-job.yaml: spec.backoffLimit: is a text: want a whole number",
			"algorithm-job.yaml: spec.suspend: is a list: want true or false",
			"algorithm-job.yaml: spec.template.spec.containers[workflow-executor].resources.requests.cpu: is \"lots\": want a quantity, such as 500m, 2 or 1Gi",
			"algorithm-job.yaml: spec.template.spec.containers[workflow-executor].resources.requests.memory: is \"1 GB\": want a quantity, such as 500m, 2 or 1Gi",
		},
	},
	{
		"a claim of a size that is none", "data-claim.yaml", replace("storage: 1Gi", "storage: {large: 1}"),
		[]string{"data-claim.yaml: spec.resources.requests.storage: is an object: want a quantity, such as 500m, 2 or 1Gi"},
	},
	{
		"a list where an object belongs", "publish-job.yaml", replace("  template:\n    metadata:\n", "  template:\n    metadata: [a]\n    x:\n"),
		[]string{"publish-job.yaml: spec.template.metadata: is a list: want an object"},
	},
	{
		"a value that may be secret", "secret.yaml", func(s string) string { return s + "data: {own: hush!}\n" },
		[]string{"secret.yaml: data.own: illegal base64 data at input byte 4"},
	},
	{
		"no yaml", "secret.yaml", func(string) string { return "{" },
		[]string{"secret.yaml: yaml: line 1: did not find expected node content"},
	},
}

func TestMistakesInTemplatesAreNamedWithFileAndField(t *testing.T) {
	for _, tt := range templateMistakes {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load(withTemplate(t, tt.file, tt.change))
			if err == nil {
				t.Fatal("no mistake was found")
			}
			if diff := cmp.Diff(tt.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEveryMissingTemplateIsNamed(t *testing.T) {
	_, err := Load(fstest.MapFS{})
	if err == nil || strings.Count(err.Error(), "is missing: the folder must hold all templates") != 8 {
		t.Errorf("got %v", err)
	}
}

// What a provider adds to a template, and what is looked for in the Job.
const additions = `      restartPolicy: Never
      priorityClassName: batch
      imagePullSecrets: [{name: own}]
      tolerations: [{key: compute, operator: Exists}]
      initContainers:
      - name: watcher
        image: watcher:1
        restartPolicy: Always
        volumeMounts: [{name: data, mountPath: /watched, readOnly: true}]
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
            - matchExpressions: [{key: zone, operator: In, values: [a]}]
`

func TestWhatAProviderAddsSurvives(t *testing.T) {
	for _, run := range []Run{
		{Kind: v1alpha1.StepConfigure, Attempt: 1}, firstAlgorithm, {Kind: v1alpha1.StepFilter, Attempt: 1},
		{Kind: v1alpha1.StepPublish, Attempt: 1},
	} {
		t.Run(string(run.Kind), func(t *testing.T) {
			dir := withTemplate(t, string(run.Kind)+"-job.yaml", func(s string) string {
				s = replace("      restartPolicy: Never\n", additions)(s)
				s = replace("    metadata:\n", "    metadata:\n      labels: {team: data}\n")(s)
				s = replace("kind: Job\n", "kind: Job\nmetadata: {labels: {team: data}, annotations: {note: mine}}\n")(s)
				s = replace("        volumeMounts:\n", "        envFrom: [{configMapRef: {name: extra}}]\n        volumeMounts:\n        - {name: scratch, mountPath: /scratch}\n")(s)
				return replace("      volumes:\n", "      volumes:\n      - {name: scratch, emptyDir: {}}\n")(s)
			})
			text := asYAML(t, mustJob(t, renderer(t, dir, nil), twoStages(), run))
			for _, want := range []string{
				"priorityClassName: batch", "- name: own\n      - name: pull", "key: compute", "image: watcher:1", "mountPath: /watched",
				"note: mine", "name: extra", "mountPath: /scratch", "- emptyDir: {}\n        name: scratch",
				"- key: zone\n                operator: In\n                values:\n                - a\n              - key: scope",
			} {
				if !strings.Contains(text, want) {
					t.Errorf("%q is lost", want)
				}
			}
			if n := strings.Count(text, "team: data"); n != 2 {
				t.Errorf("the label stands %d times, want 2", n)
			}
		})
	}
}

func TestOfTwoVariablesWithOneNameTheOperatorsStays(t *testing.T) {
	dir := withTemplate(t, "algorithm-job.yaml", replace("- name: HOME\n", "- {name: VOLUME, value: /elsewhere}\n        - name: HOME\n"))
	text := asYAML(t, mustJob(t, renderer(t, dir, nil), twoStages(), firstAlgorithm))
	if strings.Contains(text, "/elsewhere") || strings.Count(text, "name: VOLUME") != 1 {
		t.Errorf("got:\n%s", text)
	}
}

func TestTheFiltersTemplateMayHaveACommandWhichRunnerTakesTheNetworkFrom(t *testing.T) {
	for _, tc := range []struct {
		name, lines   string
		command, args []string
		runner        bool
	}{
		{"a command", "command: [/check]", []string{"/runner", "--exec"}, []string{"/check"}, true},
		{"a command with arguments", "command: [/check, now]\n        args: [--all]", []string{"/runner", "--exec"}, []string{"/check", "now", "--all"}, true},
		{"arguments for the image's own entrypoint", "args: [--all]", nil, []string{"--all"}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := withTemplate(t, "filter-job.yaml", replace("- name: workflow-executor", "- name: workflow-executor\n        "+tc.lines))
			main := mainOf(t, mustJob(t, renderer(t, dir, nil), twoStages(), Run{Kind: v1alpha1.StepFilter, Attempt: 1}))
			if diff := cmp.Diff([][]string{tc.command, tc.args}, [][]string{main.Command, main.Args}); diff != "" {
				t.Error(diff)
			}
			if has := slices.ContainsFunc(main.VolumeMounts, isRunner); has != tc.runner {
				t.Errorf("runner is mounted read-only: %t", has)
			}
		})
	}
}

func isRunner(m corev1.VolumeMount) bool {
	return m.MountPath == contract.MountRunner && m.SubPath == contract.RunnerFile && m.ReadOnly
}

// beside is what is said of fields that would start a process beside runner, or show one.
func beside(name string, fields ...string) []string {
	var all []string
	for _, field := range fields {
		all = append(all, name+": spec.template.spec."+field+": must not be set: a process that runner does not start keeps its network, "+
			"and the algorithm may take it over")
	}
	return all
}

// Configure and publish run no code of a consumer's, and a helper has a container of its own.
func TestProcessesBesideOurOwnProgramsAreTheProvidersMatter(t *testing.T) {
	hook := "        lifecycle: {preStop: {exec: {command: [a]}}}\n        readinessProbe: {exec: {command: [a]}}\n"
	for _, name := range []string{"configure-job.yaml", "publish-job.yaml"} {
		if _, err := Load(withTemplate(t, name, replace("- name: workflow-executor\n", "- name: workflow-executor\n"+hook))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	helper := "      initContainers:\n      - name: helper\n        image: helper:1\n        restartPolicy: Always\n" + hook + "      containers:\n"
	web := "- name: workflow-executor\n        readinessProbe: {tcpSocket: {port: 1}}\n        lifecycle: {preStop: {sleep: {seconds: 1}}}\n"
	for _, change := range []func(string) string{replace("      containers:\n", helper), replace("- name: workflow-executor\n", web)} {
		if _, err := Load(withTemplate(t, "algorithm-job.yaml", change)); err != nil {
			t.Error(err)
		}
	}
}
