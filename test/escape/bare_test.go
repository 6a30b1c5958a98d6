// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package escape

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"
)

// bring puts the programs, and the addresses that they are told, where they would be in an algorithm's pod.
const bring = `
import os, urllib.request
os.makedirs("/data/inputs")
os.makedirs("/data/outputs")
with open("/data/inputs/algoCustomData.json", "w") as f:
    f.write(os.environ["TARGETS"])
with open("/data/attempts.py", "w") as f:
    f.write(os.environ["SCRIPT"])
with open("/data/attempts", "wb") as f:
    f.write(urllib.request.urlopen(os.environ["PROGRAM"]).read())
os.chmod("/data/attempts", 0o755)
`

// The filter is deliberately off: what gets through here, and is refused in a workflow, nothing else stops. Without this the suite
// could pass with attempts that do not work.
func TestWithoutTheFilterTheAttemptsGetThroughThatNothingElseStops(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		command string
		// ways are attempts past socket and connect. None is on every node, but one of them is.
		ways []string
	}{
		"by the static program": {"/data/attempts run network message", []string{"io-uring-setup", "int-80", "i386-program", "x32"}},
		"by Python":             {"python3 /data/attempts.py network", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := withoutRunner(t, tc.command)
			for _, name := range slices.Sorted(maps.Keys(got)) {
				a, listed := row(slices.Concat(controls, table), name)
				if !listed || a.open == "" || !matches(a.open, got[name]) {
					t.Errorf("%s: without the filter, to %s answered %q, not %s", name, a.tries, got[name], a.open)
				}
				total.unfiltered(name, got[name])
			}
			if len(got) < 15 {
				t.Errorf("only these were made: %v", got)
			}
			through := func(name string) bool { return got[name] == done }
			if tc.ways != nil && !slices.ContainsFunc(tc.ways, through) {
				t.Errorf("none of %v gets through, so that nobody knows whether these attempts work: try it on a node that has one of them", tc.ways)
			}
		})
	}
}

// withoutRunner makes attempts in a pod that is as an algorithm's but for runner, and so for its filter.
func withoutRunner(t *testing.T, command string) map[string]string {
	t.Helper()
	pod := barePod(t, command)
	if err := cluster.Create(t.Context(), pod); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cluster.Delete(context.Background(), pod); client.IgnoreNotFound(err) != nil {
			t.Error(err)
		}
	})
	ended, err := endOfPod(t.Context(), pod)
	if err != nil {
		t.Fatal(err)
	}
	if ended.Status.Phase != corev1.PodSucceeded {
		t.Fatalf("the pod without runner ended as %+v", ended.Status)
	}
	const read = 4096 // Of a termination message, kubelets read so much.
	message := ended.Status.ContainerStatuses[0].State.Terminated.Message
	if len(message) >= read {
		t.Fatalf("there are more answers than a termination message can hold: %s", message)
	}
	return lines(message)
}

// barePod is made of the template for algorithms: it runs as the same user, with the same lock-down and the same profile.
func barePod(t *testing.T, command string) *corev1.Pod {
	t.Helper()
	text, err := os.ReadFile("../../templates/algorithm-job.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var job batchv1.Job
	if err := yaml.UnmarshalStrict(text, &job); err != nil {
		t.Fatal(err)
	}
	const volume, image = "bare", "python:3.11"
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{GenerateName: "escape-bare-", Namespace: namespace}, Spec: job.Spec.Template.Spec}
	pod.Spec.Volumes = append(pod.Spec.Volumes, corev1.Volume{Name: volume, VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}})
	main := &pod.Spec.Containers[0]
	main.Image = image
	main.VolumeMounts = append(main.VolumeMounts, corev1.VolumeMount{Name: volume, MountPath: "/data"})
	first := *main.DeepCopy()
	first.Name, first.Command = "bring", []string{"python3", "-c", bring}
	first.Env = append(first.Env, variable("TARGETS", string(targetsJSON())), variable("SCRIPT", script), variable("PROGRAM", program))
	pod.Spec.InitContainers = []corev1.Container{first}
	main.Command = []string{"sh", "-c", command + " && cat /data/outputs/answers.txt >/dev/termination-log"}
	main.Env = append(main.Env, variable("INPUTS", "/data/inputs"), variable("OUTPUTS", "/data/outputs"))
	return pod
}

func variable(name, value string) corev1.EnvVar { return corev1.EnvVar{Name: name, Value: value} }

// endOfPod watches a pod until all of it has ended.
func endOfPod(ctx context.Context, pod *corev1.Pod) (*corev1.Pod, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	last := pod
	for ctx.Err() == nil { // A watch may end before the pod does.
		watch, err := cluster.Watch(ctx, &corev1.PodList{}, client.InNamespace(pod.Namespace), client.MatchingFields{"metadata.name": pod.Name})
		if err != nil {
			return nil, fmt.Errorf("watch pod %s: %w", pod.Name, err)
		}
		for event := range watch.ResultChan() {
			seen, is := event.Object.(*corev1.Pod)
			if !is {
				continue
			}
			if last = seen; seen.Status.Phase == corev1.PodSucceeded || seen.Status.Phase == corev1.PodFailed {
				watch.Stop()
				return seen, nil
			}
		}
	}
	return nil, fmt.Errorf("pod %s did not end within %s: %+v", pod.Name, patience, last.Status)
}
