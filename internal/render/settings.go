// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// Settings is what of the provider's settings shows in the objects. It holds no secret value, only names of Secrets.
type Settings struct {
	// ConfigureImage, PublishImage and FilterImage are images of the steps; FilterImage may be empty.
	ConfigureImage, PublishImage, FilterImage string
	// PullPolicy of the main containers; a template's helpers have their own.
	PullPolicy corev1.PullPolicy
	// PullSecret names the Secret that images are pulled with. Empty: the template's.
	PullSecret string
	// ServiceAccount of every pod.
	ServiceAccount string
	// NodeSelector is the value that a node's label scope must have. Empty: any.
	NodeSelector string
	// RuntimeClass of the algorithms' pods. Empty: the template's, or else the cluster's default.
	RuntimeClass string
	// StorageClass of the claims. Empty: the template's, or else the cluster's default.
	StorageClass string
	// CarryRequests makes configure ask for what the later stages need of a node.
	CarryRequests bool
	// PublishEnv is the environment of publish: plain settings as values, secret ones by reference.
	PublishEnv []corev1.EnvVar
	// ConfigureEnv is the part of configure's environment that is the same for all workflows.
	ConfigureEnv []corev1.EnvVar
	// KeyEnv is the reference to the signing key, for a configure step that has an order to redeem.
	KeyEnv corev1.EnvVar
	// SystemRetries and LogMaxBytes are passed on to the programs.
	SystemRetries int32
	LogMaxBytes   int64
	// OutputMaxBytes and OutputMaxFiles bound what may be published.
	OutputMaxBytes int64
	OutputMaxFiles int32
	// Pending, Grace and the steps' timeouts add up to the Jobs' deadlines.
	Pending, Grace, ConfigureTimeout, FilterTimeout, PublishTimeout time.Duration
}

// SettingsFrom picks from the configuration what shows in the objects.
func SettingsFrom(c config.Config) Settings {
	return Settings{
		ConfigureImage:   c.Jobs.ConfigureImage,
		PublishImage:     c.Jobs.PublishImage,
		FilterImage:      c.Jobs.FilterImage,
		PullPolicy:       corev1.PullPolicy(c.Jobs.PullPolicy),
		PullSecret:       c.Jobs.PullSecret,
		ServiceAccount:   c.Jobs.ServiceAccount,
		NodeSelector:     c.Jobs.NodeSelector,
		RuntimeClass:     c.Jobs.RuntimeClass,
		StorageClass:     c.Jobs.StorageClass,
		CarryRequests:    c.Jobs.CarryRequests,
		PublishEnv:       publishEnv(c.Storage, c.Jobs.CredentialsSecret),
		ConfigureEnv:     configureEnv(c.Inputs),
		KeyEnv:           fromSecret(contract.EnvKey, c.Jobs.CredentialsSecret, contract.EnvKey, true),
		SystemRetries:    c.Limits.SystemRetries,
		LogMaxBytes:      c.Limits.LogMaxBytes,
		OutputMaxBytes:   c.Limits.OutputMaxBytes,
		OutputMaxFiles:   c.Limits.OutputMaxFiles,
		Pending:          c.Limits.PendingTimeout,
		Grace:            c.Limits.Grace,
		ConfigureTimeout: c.Limits.ConfigureTimeout,
		FilterTimeout:    c.Limits.FilterTimeout,
		PublishTimeout:   c.Limits.PublishTimeout,
	}
}

func configureEnv(i config.Inputs) []corev1.EnvVar {
	var env []corev1.EnvVar
	for _, v := range i.Values() {
		env = append(env, value(v.Name, v.Value))
	}
	return env
}

// publishEnv leaves it to the Secret whether a credential is there, unless the operator has one itself: then a Secret
// without it would be a mistake that shows only after hours of computing.
func publishEnv(s config.Storage, secret string) []corev1.EnvVar {
	var env []corev1.EnvVar
	for _, v := range s.Values() {
		env = append(env, value(v.Name, v.Value))
	}
	for _, v := range s.SecretValues() {
		env = append(env, fromSecret(v.Name, secret, v.Name, !v.Known))
	}
	return env
}
