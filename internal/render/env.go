// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// literal keeps the kubelet from expanding $(NAME) in what a consumer wrote: it takes two dollars for one.
func literal(s string) string { return strings.ReplaceAll(s, "$", "$$") }

// value is a variable that the container sees exactly as it is given here.
func value(name, v string) corev1.EnvVar { return corev1.EnvVar{Name: name, Value: literal(v)} }

// fromSecret is a variable whose value only the kubelet learns.
func fromSecret(name, secret, key string, optional bool) corev1.EnvVar {
	ref := &corev1.SecretKeySelector{
		LocalObjectReference: corev1.LocalObjectReference{Name: secret},
		Key:                  key,
	}
	if optional {
		ref.Optional = &optional
	}
	return corev1.EnvVar{Name: name, ValueFrom: &corev1.EnvVarSource{SecretKeyRef: ref}}
}

// setEnv puts ours after the template's; of two with the same name, ours stays.
func setEnv(template, ours []corev1.EnvVar) []corev1.EnvVar {
	taken := map[string]bool{}
	for _, e := range ours {
		taken[e.Name] = true
	}
	var all []corev1.EnvVar
	for _, e := range template {
		if !taken[e.Name] {
			all = append(all, e)
		}
	}
	return append(all, ours...)
}
