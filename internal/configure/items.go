// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// item is one file to be put on the volume: from a source, or inline, or not at all when something is wrong with it.
type item struct {
	// what it is, for people.
	what string
	// code is Ocean's number of its failure.
	code v1alpha1.Code
	path string
	mode fs.FileMode

	source  *Source
	inline  []byte
	problem error
	// counted says that it is one of the files the report counts.
	counted bool
}

// errRemote is what becomes of assets that an Ocean provider hands out.
var errRemote = errors.New("assets of an Ocean provider (remote) cannot be fetched by this version; give files instead")

const (
	fileMode fs.FileMode = 0o644
	// codeMode lets the code be the command itself.
	codeMode fs.FileMode = 0o755
)

// items lists everything a workflow asks for, in the order of the document. getenv finds addresses from Secrets.
func items(d Document, getenv func(string) string) []item {
	var all []item
	r := &reader{sources: d.Workflow.Spec.Sources(), getenv: getenv}
	for s, stage := range d.Workflow.Spec.Stages {
		for i, input := range stage.Inputs {
			all = append(all, inputItems(stage.Name, input, func(file int) (*Source, error) {
				return r.source(input.Files[file], contract.EnvInputURL(s, i, file))
			})...)
		}
		all = append(all, codeItems(stage, func(file int) (*Source, error) {
			return r.source(stage.Algorithm.Files[file], contract.EnvAlgorithmURL(s, file))
		})...)
		if data := d.customData[s]; data != nil {
			all = append(all, item{
				what: fmt.Sprintf("custom data of stage %s", stage.Name), code: v1alpha1.CodeAlgorithmFetchFailed,
				path: path.Join(contract.Inputs(stage.Name), contract.CustomDataFile), mode: fileMode, inline: data,
			})
		}
	}
	return all
}

func inputItems(stage string, input v1alpha1.Input, source func(file int) (*Source, error)) []item {
	one := item{
		what: fmt.Sprintf("input %s of stage %s", input.ID, stage), code: v1alpha1.CodeInputFailed, mode: fileMode, counted: true,
	}
	switch {
	case input.Stage != "":
		return nil // mounted later
	case input.Remote != nil:
		one.problem = errRemote
		return []item{one}
	case len(input.Files) == 0:
		one.problem = errors.New("it has neither files nor remote nor stage")
		return []item{one}
	}
	var all []item
	for n := range input.Files {
		one := one
		one.what = fmt.Sprintf("input %s of stage %s, file %d", input.ID, stage, n)
		one.path = path.Join(contract.Inputs(stage), contract.Folder(input.ID), strconv.Itoa(n))
		one.source, one.problem = source(n)
		all = append(all, one)
	}
	return all
}

func codeItems(stage v1alpha1.Stage, source func(file int) (*Source, error)) []item {
	one := item{
		what: fmt.Sprintf("algorithm of stage %s", stage.Name), code: v1alpha1.CodeAlgorithmFetchFailed,
		path: path.Join(contract.Transformations(stage.Name), contract.CodeFile), mode: codeMode, counted: true,
	}
	switch algorithm := stage.Algorithm; {
	case algorithm.Remote != nil:
		one.problem = errRemote
		return []item{one}
	case algorithm.RawCode != "":
		one.inline = []byte(algorithm.RawCode)
		return []item{one}
	}
	var all []item
	for n := range stage.Algorithm.Files {
		one := one
		if n > 0 {
			one.path = path.Join(contract.Transformations(stage.Name), strconv.Itoa(n))
		}
		one.what = fmt.Sprintf("algorithm of stage %s, file %d", stage.Name, n)
		one.source, one.problem = source(n)
		all = append(all, one)
	}
	return all
}
