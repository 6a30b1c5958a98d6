// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// Code is Ocean's status number: what the predecessor wrote, and the numbers that its successor added for failures.
type Code int32

// Ocean's status numbers, but for two that nothing here could mean: 10, which the predecessor itself never wrote, and 33,
// for a copy into a container, which the successor makes and this operator does not.
const (
	CodeWarmingUp               Code = 1
	CodeImagePullFailed         Code = 11
	CodeConfiguringVolumes      Code = 20
	CodeVolumeCreationFailed    Code = 21
	CodeContainerCreationFailed Code = 22
	CodeProvisioningSuccess     Code = 30
	CodeInputFailed             Code = 31
	CodeAlgorithmFetchFailed    Code = 32
	CodeRunningAlgorithm        Code = 40
	CodeAlgorithmFailed         Code = 41
	CodeDiskQuotaExceeded       Code = 42
	CodeFilteringResults        Code = 50
	CodePublishingResults       Code = 60
	CodeResultsFetchFailed      Code = 61
	CodeResultsUploadFailed     Code = 62
	CodeJobFinished             Code = 70
)
