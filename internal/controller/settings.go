// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/plan"
)

// SettingsFrom picks from the provider's settings what bears on decisions.
func SettingsFrom(c config.Config) plan.Settings {
	return plan.Settings{
		PendingTimeout:   c.Limits.PendingTimeout,
		Grace:            c.Limits.Grace,
		ConfigureTimeout: c.Limits.ConfigureTimeout,
		FilterTimeout:    c.Limits.FilterTimeout,
		PublishTimeout:   c.Limits.PublishTimeout,
		SystemRetries:    c.Limits.SystemRetries,
		PublishRetryTime: c.Limits.PublishRetryTime,
		ResultsRetention: c.Limits.ResultsRetention,
		MaxJobs:          int(c.Limits.MaxJobs),
		NodeLost:         c.Limits.NodeLost,
		NotifyStart:      c.Notify.StartURL.IsSet(),
		NotifyStop:       c.Notify.StopURL.IsSet(),
		StartRequired:    c.Notify.StartRequired,
		NoticeRetryTime:  c.Notify.RetryTime,
		FarewellTime:     c.Notify.DeletedTime,
		Filter:           c.Jobs.FilterImage != "",
		KeepChildren:     c.Jobs.KeepObjects,
		AllowedSecrets:   c.Access.Secrets,
		AllowedClaims:    c.Access.Claims,
		AllowNetwork:     c.Access.Network,
		RequireIsolation: c.Isolation.Mode == config.IsolationEnforce,
		ReservedSecrets:  reserved(c.Jobs),

		AllowedImages:         c.Access.Images,
		RequireDigest:         c.Access.RequireDigest,
		AllowedAlgorithms:     c.Access.Algorithms,
		RuntimeClass:          c.Jobs.RuntimeClass,
		AllowedRuntimeClasses: c.Access.RuntimeClasses,
		AllowedResources:      c.Access.Resources,
	}
}

// reserved are the Secrets that the operator's own settings name: no Workflow may.
func reserved(jobs config.Jobs) []string {
	names := []string{jobs.CredentialsSecret}
	if jobs.PullSecret != "" {
		names = append(names, jobs.PullSecret)
	}
	return names
}
