// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// reaching tries each target three times, from its first moment on, and says of each in a line what came of it. A datagram is
// a question of DNS, which wants an answer.
const reaching = `
import concurrent.futures, socket
targets = TARGETS
question = b"OE\1\0\0\1\0\0\0\0\0\0\7invalid\0\0\1\0\1"

def reached(target):
    name, protocol, host, port = target
    for _ in range(3):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM) as s:
            s.settimeout(2)
            try:
                s.connect((host, port))
                if protocol == "udp":
                    s.send(question)
                    s.recv(512)
                return True
            except OSError:
                pass
    return False

with concurrent.futures.ThreadPoolExecutor() as pool:
    for target, there in zip(targets, pool.map(reached, targets)):
        print(target[0], "reached" if there else "held back", flush=True)
`

// talking is what an algorithm wants Loopback for.
const talking = `
import os
from multiprocessing.managers import SyncManager

for kind in socket.SOCK_STREAM, socket.SOCK_DGRAM:
    a, b = socket.socket(socket.AF_INET, kind), socket.socket(socket.AF_INET, kind)
    a.bind(("127.0.0.1", 0))
    if kind == socket.SOCK_STREAM:
        a.listen()
    child = os.fork()
    if child == 0:
        b.connect(a.getsockname())
        b.send(b"hello")
        os._exit(0)
    a.settimeout(10)
    heard = a.accept()[0] if kind == socket.SOCK_STREAM else a
    assert heard.recv(5) == b"hello"
    os.waitpid(child, 0)
with SyncManager(address=("127.0.0.1", 0)) as manager:
    shared = manager.dict(a=1)
    assert dict(shared) == {"a": 1}
print("talked to itself by TCP, by UDP and to its processes")
`

// elsewhere is what an algorithm with a network reaches, as a list in Python: the API server, another pod and the name server,
// each by its service's address and by its own.
func elsewhere(t *testing.T) string {
	t.Helper()
	var targets [][]any
	for _, target := range []struct {
		name     string
		protocol corev1.Protocol
		service  types.NamespacedName
	}{
		{"the API server", corev1.ProtocolTCP, types.NamespacedName{Namespace: "default", Name: "kubernetes"}},
		{"another pod", corev1.ProtocolTCP, types.NamespacedName{Namespace: storage, Name: "files"}},
		{"the name server by TCP", corev1.ProtocolTCP, types.NamespacedName{Namespace: "kube-system", Name: "kube-dns"}},
		{"the name server by UDP", corev1.ProtocolUDP, types.NamespacedName{Namespace: "kube-system", Name: "kube-dns"}},
	} {
		of := func(p corev1.Protocol) bool { return p == target.protocol }
		protocol := strings.ToLower(string(target.protocol))
		var service corev1.Service
		if err := cluster.Get(t.Context(), target.service, &service); err != nil {
			t.Fatal(err)
		}
		port := service.Spec.Ports[slices.IndexFunc(service.Spec.Ports, func(p corev1.ServicePort) bool { return of(p.Protocol) })]
		targets = append(targets, []any{target.name + ", by its service", protocol, service.Spec.ClusterIP, port.Port})

		var behind discoveryv1.EndpointSliceList
		err := cluster.List(t.Context(), &behind, client.InNamespace(service.Namespace), client.MatchingLabels{discoveryv1.LabelServiceName: service.Name})
		if err != nil || len(behind.Items) == 0 || len(behind.Items[0].Endpoints) == 0 {
			t.Fatalf("nothing is behind the service %s: %v", target.service, err)
		}
		one := behind.Items[0]
		own := one.Ports[slices.IndexFunc(one.Ports, func(p discoveryv1.EndpointPort) bool { return of(*p.Protocol) })]
		targets = append(targets, []any{target.name, protocol, one.Endpoints[0].Addresses[0], *own.Port})
	}
	text, err := json.Marshal(targets)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// wantReached checks what a program says that tried to reach what is elsewhere.
func wantReached(t *testing.T, said string, reached bool) {
	t.Helper()
	want, other := " held back\n", " reached\n"
	if reached {
		want, other = other, want
	}
	const targets = 8
	if strings.Count(said, want) != targets || strings.Contains(said, other) {
		t.Errorf("not everything was%s%s", want, said)
	}
}

// withoutRunner runs a script in Python in a pod that is an algorithm's but for runner, as the component, and returns what it
// prints.
func withoutRunner(t *testing.T, component, script string) string {
	t.Helper()
	text, err := os.ReadFile("../../templates/algorithm-job.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var job batchv1.Job
	if err := yaml.UnmarshalStrict(text, &job); err != nil {
		t.Fatal(err)
	}
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{GenerateName: "bare-", Namespace: policies, Labels: map[string]string{v1alpha1.LabelComponent: component}}}
	pod.Spec = job.Spec.Template.Spec
	main := &pod.Spec.Containers[0]
	main.Image = "python:3.11"
	main.Command = []string{"sh", "-c", `python3 -c "$SCRIPT" >/dev/termination-log`}
	main.Env = append(main.Env, corev1.EnvVar{Name: "SCRIPT", Value: script})
	create(t, pod)

	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	watch, err := cluster.Watch(ctx, &corev1.PodList{}, client.InNamespace(pod.Namespace), client.MatchingFields{"metadata.name": pod.Name})
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Stop()
	last := pod
	for event := range watch.ResultChan() {
		if seen, ok := event.Object.(*corev1.Pod); ok {
			last = seen
		}
		if last.Status.Phase == corev1.PodSucceeded {
			return last.Status.ContainerStatuses[0].State.Terminated.Message
		}
		if last.Status.Phase == corev1.PodFailed {
			break
		}
	}
	t.Fatalf("the pod without runner ended as %+v", last.Status)
	return ""
}
