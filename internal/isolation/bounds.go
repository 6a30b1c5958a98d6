// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package isolation

import (
	"fmt"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Usage is what a probe found out about how much a pod can use up. It is the probe's termination message.
type Usage struct {
	// Volume is how many bytes the file system of a volume holds.
	Volume int64 `json:"volume,omitempty"`
	// NoVolume says why that could not be found out.
	NoVolume string `json:"noVolume,omitempty"`
	// Processes is where the number of processes and threads ends, 0 if it was not met with ManyProcesses.
	Processes int64 `json:"processes,omitempty"`
	// NoProcesses says why that could not be found out.
	NoProcesses string `json:"noProcesses,omitempty"`
}

// ManyProcesses is how many a probe makes at most. What a kubelet is usually told ends before, at 4096 or less.
const ManyProcesses = 5000

// tooLarge is how many times the size that was asked for a volume may seem to have: drivers round up.
const tooLarge = 2

// Bound is whether what a pod uses up of something has an end.
type Bound struct {
	Status metav1.ConditionStatus
	// Reason is a word, Message a sentence: what was seen, and what to do about it.
	Reason, Message string
}

// Bounds are what is known of a namespace. Nothing follows from them but that they are told.
type Bounds struct {
	// Volumes tells whether a volume ends where its size does.
	Volumes Bound
	// Processes tells whether one pod can take all processes of its node.
	Processes Bound
}

// The reasons of bounds.
const (
	ReasonVolumesSized      = "VolumesSized"
	ReasonVolumesNotSized   = "VolumesNotSized"
	ReasonVolumesUnknown    = "VolumesUnknown"
	ReasonProcessesLimited  = "ProcessesLimited"
	ReasonProcessesNoLimit  = "ProcessesNotLimited"
	ReasonProcessesUnknown  = "ProcessesUnknown"
	whetherVolumesAreSized  = "whether volumes end where their size does is not known: "
	whetherProcessesHaveEnd = "whether one pod can take all processes of its node is not known: "
)

// Given is what the volume of a probe is.
type Given struct {
	Size resource.Quantity
	// Class is the name of its storage class.
	Class string
}

// JudgeUsage compares what a probe found with what its volume is to be.
func JudgeUsage(u Usage, given Given) Bounds {
	return Bounds{Volumes: volumes(u, given), Processes: processes(u)}
}

// UnknownBounds are those of which no probe has found anything out.
func UnknownBounds(why error) Bounds {
	reason := clip(why.Error())
	return Bounds{
		Volumes:   Bound{metav1.ConditionUnknown, ReasonVolumesUnknown, whetherVolumesAreSized + reason},
		Processes: Bound{metav1.ConditionUnknown, ReasonProcessesUnknown, whetherProcessesHaveEnd + reason},
	}
}

// Known tells that nothing is left to find out.
func (b Bounds) Known() bool {
	return b.Volumes.Status != metav1.ConditionUnknown && b.Processes.Status != metav1.ConditionUnknown
}

// Warnings are what a provider should know.
func (b Bounds) Warnings() []string {
	var all []string
	for _, bound := range []Bound{b.Volumes, b.Processes} {
		if bound.Status != metav1.ConditionTrue {
			all = append(all, bound.Message)
		}
	}
	return all
}

func volumes(u Usage, given Given) Bound {
	switch {
	case u.NoVolume != "":
		return Bound{metav1.ConditionUnknown, ReasonVolumesUnknown, whetherVolumesAreSized + u.NoVolume}
	case u.Volume/tooLarge > given.Size.Value():
		return Bound{metav1.ConditionFalse, ReasonVolumesNotSized, fmt.Sprintf("a volume of %s of the storage class %q has room for %s: the class does not "+
			"seem to enforce the size of volumes, so that one workflow can fill the disk below; name one that does in STORAGE_CLASS",
			given.Size.String(), given.Class, about(u.Volume))}
	}
	return Bound{metav1.ConditionTrue, ReasonVolumesSized, "a volume ends where its size does"}
}

// about is a number of bytes as people write it.
func about(bytes int64) string {
	const mebi, gibi = 20, 30
	unit := mebi
	if bytes >= 10<<gibi {
		unit = gibi
	}
	return resource.NewQuantity(bytes>>unit<<unit, resource.BinarySI).String()
}

func processes(u Usage) Bound {
	switch {
	case u.NoProcesses != "":
		return Bound{metav1.ConditionUnknown, ReasonProcessesUnknown, whetherProcessesHaveEnd + u.NoProcesses}
	case u.Processes == 0:
		return Bound{metav1.ConditionFalse, ReasonProcessesNoLimit, fmt.Sprintf("a pod could have %d processes and threads and was not stopped, so that "+
			"one workflow can take all that its node has: set podPidsLimit in the kubelet's configuration, such as to 4096", ManyProcesses)}
	}
	return Bound{metav1.ConditionTrue, ReasonProcessesLimited, fmt.Sprintf("a pod may have %d processes and threads", u.Processes)}
}

// EncodeUsage makes a termination message.
func EncodeUsage(u Usage) ([]byte, error) {
	u.NoVolume, u.NoProcesses = printable(u.NoVolume), printable(u.NoProcesses)
	return encode(u)
}

// DecodeUsage reads a termination message. It takes nothing that a probe would not have said.
func DecodeUsage(message string) (Usage, error) {
	var u Usage
	if err := decode(message, &u); err != nil {
		return Usage{}, err
	}
	u.NoVolume, u.NoProcesses = printable(u.NoVolume), printable(u.NoProcesses)
	switch {
	case u.Volume < 0 || u.Volume == 0 && u.NoVolume == "":
		return Usage{}, fmt.Errorf("decode the probe's report: a volume of %d bytes", u.Volume)
	case u.Processes < 0 || u.Processes > ManyProcesses:
		return Usage{}, fmt.Errorf("decode the probe's report: an end at %d processes", u.Processes)
	}
	return u, nil
}
