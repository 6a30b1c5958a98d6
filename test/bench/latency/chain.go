// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

const busybox = "busybox:1.35"

// chain is the time that three bare pods take one after the other, with the volumes that a workflow has: both in the
// first and the last, as configure and publish have them, and the data alone in the second.
func (b *bench) chain(ctx context.Context, name string) (time.Duration, error) {
	var made []client.Object
	defer func() {
		for _, o := range made {
			_ = b.client.Delete(context.WithoutCancel(ctx), o, client.GracePeriodSeconds(0))
		}
	}()
	start := time.Now()
	for _, volume := range []string{"data", "adminlogs"} {
		claim := b.claim(name + "-" + volume)
		if err := b.client.Create(ctx, claim); err != nil {
			return 0, fmt.Errorf("create claim: %w", err)
		}
		made = append(made, claim)
	}
	for i, volumes := range [][]string{{"data", "adminlogs"}, {"data"}, {"data", "adminlogs"}} {
		pod := b.pod(name, i, volumes)
		if err := b.client.Create(ctx, pod); err != nil {
			return 0, fmt.Errorf("create pod: %w", err)
		}
		made = append(made, pod)
		err := await(ctx, b, &corev1.PodList{}, pod.Name, func(p *corev1.Pod) (bool, error) {
			if p.Status.Phase == corev1.PodFailed {
				return false, fmt.Errorf("pod %s failed: %s", p.Name, p.Status.Message)
			}
			return p.Status.Phase == corev1.PodSucceeded, nil
		})
		if err != nil {
			return 0, err
		}
	}
	took := time.Since(start)
	for _, o := range made {
		if err := b.client.Delete(ctx, o, client.GracePeriodSeconds(0)); err != nil {
			return 0, fmt.Errorf("delete %s: %w", o.GetName(), err)
		}
	}
	made = nil
	return took, b.settled(ctx)
}

func (b *bench) claim(name string) *corev1.PersistentVolumeClaim {
	return &corev1.PersistentVolumeClaim{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: b.namespace},
		Spec: corev1.PersistentVolumeClaimSpec{
			AccessModes: []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
			Resources:   corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceStorage: resource.MustParse("1Gi")}},
		},
	}
}

func (b *bench) pod(name string, i int, volumes []string) *corev1.Pod {
	restricted := &corev1.SecurityContext{
		AllowPrivilegeEscalation: new(false), RunAsNonRoot: new(true), RunAsUser: new(int64(65532)),
		Capabilities:   &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("%s-%d", name, i), Namespace: b.namespace},
		Spec: corev1.PodSpec{
			RestartPolicy:                corev1.RestartPolicyNever,
			AutomountServiceAccountToken: new(false),
			Containers: []corev1.Container{{
				Name: "nothing", Image: busybox, ImagePullPolicy: corev1.PullIfNotPresent, Command: []string{"true"}, SecurityContext: restricted,
			}},
		},
	}
	for _, v := range volumes {
		pod.Spec.Volumes = append(pod.Spec.Volumes, corev1.Volume{Name: v, VolumeSource: corev1.VolumeSource{
			PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: name + "-" + v},
		}})
		c := &pod.Spec.Containers[0]
		c.VolumeMounts = append(c.VolumeMounts, corev1.VolumeMount{Name: v, MountPath: "/" + v})
	}
	return pod
}
