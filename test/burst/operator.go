// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package burst

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

func (b *burst) operator(ctx context.Context) (*corev1.Pod, error) {
	var pods corev1.PodList
	err := b.Client.List(ctx, &pods, client.InNamespace(b.Namespace), client.MatchingLabels{"app.kubernetes.io/name": "operator-engine"})
	if err != nil {
		return nil, fmt.Errorf("find the operator: %w", err)
	}
	if len(pods.Items) != 1 {
		return nil, fmt.Errorf("find the operator: it has %d pods", len(pods.Items))
	}
	return &pods.Items[0], nil
}

// restarts counts how often the pod's containers were started again.
func restarts(pod *corev1.Pod) (n int32) {
	for i := range pod.Status.ContainerStatuses {
		n += pod.Status.ContainerStatuses[i].RestartCount
	}
	return n
}

// operatorMemory is the operator's working set in bytes, as its kubelet measures it.
func (b *burst) operatorMemory(ctx context.Context) (int64, error) {
	pod, err := b.operator(ctx)
	if err != nil {
		return 0, err
	}
	raw, err := b.clientset.CoreV1().RESTClient().Get().Resource("nodes").Name(pod.Spec.NodeName).
		SubResource("proxy").Suffix("stats/summary").DoRaw(ctx)
	if err != nil {
		return 0, fmt.Errorf("ask the kubelet of %s: %w", pod.Spec.NodeName, err)
	}
	var summary struct {
		Pods []struct {
			PodRef struct{ UID string }
			Memory struct{ WorkingSetBytes int64 }
		}
	}
	if err := json.Unmarshal(raw, &summary); err != nil {
		return 0, fmt.Errorf("read the kubelet's summary: %w", err)
	}
	for _, p := range summary.Pods {
		if p.PodRef.UID == string(pod.UID) {
			return p.Memory.WorkingSetBytes, nil
		}
	}
	return 0, fmt.Errorf("the kubelet of %s knows nothing of the operator", pod.Spec.NodeName)
}

// errorsInLog are the lines of level error since the burst began.
func (b *burst) errorsInLog(ctx context.Context) ([]string, error) {
	pod, err := b.operator(ctx)
	if err != nil {
		return nil, err
	}
	since := metav1.NewTime(b.begin)
	log, err := b.clientset.CoreV1().Pods(b.Namespace).GetLogs(pod.Name, &corev1.PodLogOptions{SinceTime: &since}).Stream(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the operator's log: %w", err)
	}
	defer log.Close()
	var found []string
	lines := bufio.NewScanner(log)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if strings.Contains(lines.Text(), `"level":"error"`) {
			found = append(found, lines.Text())
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the operator's log: %w", err)
	}
	return found, nil
}
