// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"

	"k8s.io/utils/ptr"

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
	// ddo is the asset whose DDO this is. It is good to have, and no failure to have not.
	ddo *Order
	// stage is set for code: the index of the stage whose code it is.
	stage *int
	// counted says that it is one of the files the report counts.
	counted bool
}

const (
	fileMode fs.FileMode = 0o644
	// codeMode lets the code be the command itself.
	codeMode fs.FileMode = 0o755
)

// items lists everything a workflow asks for, in the order of the document. getenv finds addresses from Secrets.
func items(d Document, getenv func(string) string) []item {
	var all []item
	r := &reader{sources: d.Workflow.Spec.Sources(), metadata: d.Workflow.Spec.MetadataURI, getenv: getenv}
	for s, stage := range d.Workflow.Spec.Stages {
		for i, input := range stage.Inputs {
			all = append(all, r.inputItems(stage.Name, input, func(file int) (*Source, error) {
				return r.source(input.Files[file], contract.EnvInputURL(s, i, file))
			})...)
		}
		all = append(all, r.codeItems(s, stage, func(file int) (*Source, error) {
			return r.source(stage.Algorithm.Files[file], contract.EnvAlgorithmURL(s, file))
		})...)
		all = append(all, r.ddoItems(stage)...)
		if data := d.customData[s]; data != nil {
			all = append(all, item{
				what: fmt.Sprintf("custom data of stage %s", stage.Name), code: v1alpha1.CodeAlgorithmFetchFailed,
				path: path.Join(contract.Inputs(stage.Name), contract.CustomDataFile), mode: fileMode, inline: data,
			})
		}
	}
	return all
}

func (r *reader) inputItems(stage string, input v1alpha1.Input, source func(file int) (*Source, error)) []item {
	one := item{
		what: fmt.Sprintf("input %s of stage %s", input.ID, stage), code: v1alpha1.CodeInputFailed, mode: fileMode, counted: true,
	}
	switch {
	case input.Stage != "":
		return nil // mounted later
	case input.Remote != nil:
		one.path = path.Join(contract.Inputs(stage), contract.Folder(input.ID))
		one.source, one.problem = r.order(input.ID, *input.Remote)
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

func (r *reader) codeItems(index int, stage v1alpha1.Stage, source func(file int) (*Source, error)) []item {
	one := item{
		what: fmt.Sprintf("algorithm of stage %s", stage.Name), code: v1alpha1.CodeAlgorithmFetchFailed,
		path: path.Join(contract.Transformations(stage.Name), contract.CodeFile), mode: codeMode, counted: true, stage: &index,
	}
	switch algorithm := stage.Algorithm; {
	case algorithm.Remote != nil:
		one.path = contract.Transformations(stage.Name)
		if one.source, one.problem = r.order(ptr.Deref(algorithm.ID, ""), *algorithm.Remote); one.problem == nil {
			one.source.Order.First = contract.CodeFile
		}
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

// ddoItems are the descriptions of a stage's assets, as far as they are assets of Ocean.
func (r *reader) ddoItems(stage v1alpha1.Stage) []item {
	ids := []string{ptr.Deref(stage.Algorithm.ID, "")}
	for _, input := range stage.Inputs {
		ids = append(ids, input.ID)
	}
	var all []item
	for _, id := range ids {
		folder := contract.Folder(id)
		if r.metadata == "" || folder == id || !name.MatchString(folder) {
			continue
		}
		all = append(all, item{
			what: fmt.Sprintf("DDO of %s in stage %s", id, stage.Name), path: path.Join(contract.DDOs(stage.Name), folder),
			code: v1alpha1.CodeInputFailed, mode: fileMode, ddo: &Order{Metadata: r.metadata, DID: id},
		})
	}
	return all
}
