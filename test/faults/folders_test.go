// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/oceanprotocol/operator-engine/internal/render"
	"github.com/oceanprotocol/operator-engine/internal/templates"
	"github.com/oceanprotocol/operator-engine/test/controlplane"
)

// project is where the project's templates lie, from which every run's objects are made.
const project = "../../templates"

// folders are the project's templates once for each node, which they name, as a provider's may: there is no scheduler that
// could be missed. A pod is on its node from the first, so that only a kubelet can take it away.
type folders struct {
	path string

	mu   sync.Mutex
	open map[opened]*templates.Folder
}

// opened is what a renderer depends on.
type opened struct {
	path   string
	filter string
}

func layOutFolders(path string) (*folders, error) {
	f := &folders{path: path, open: map[opened]*templates.Folder{}}
	for i := range nodes {
		if err := f.layOut(controlplane.NodeName(i)); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (f *folders) layOut(node string) error {
	dir := filepath.Join(f.path, node)
	if err := os.CopyFS(dir, os.DirFS(project)); err != nil {
		return err
	}
	jobs, err := filepath.Glob(filepath.Join(dir, "*-job.yaml"))
	if err != nil {
		return err
	}
	for _, file := range jobs {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		placed := strings.Replace(string(text), "      restartPolicy: Never\n", "      restartPolicy: Never\n      nodeName: "+node+"\n", 1)
		if err := os.WriteFile(file, []byte(placed), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// of is the folder of the node that a namespace's pods are on.
func (f *folders) of(namespace string) string { return filepath.Join(f.path, nodeOf(namespace)) }

// openOnce reads a folder that nobody changes, once for all operators with the same settings.
func (f *folders) openOnce(path string, settings render.Settings) (*templates.Folder, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	key := opened{path, settings.FilterImage}
	if folder := f.open[key]; folder != nil {
		return folder, nil
	}
	folder, err := templates.Open(path, settings)
	if err != nil {
		return nil, err
	}
	f.open[key] = folder
	return folder, nil
}
