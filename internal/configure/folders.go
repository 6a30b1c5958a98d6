// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"fmt"
	"io/fs"
	"path"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// folder is one to be made on the volume.
type folder struct {
	path string
	mode fs.FileMode
}

const (
	// readMode suits what others only read.
	readMode fs.FileMode = 0o755
	// writeMode lets the algorithm and the filter write whoever they run as: a provider may allow images that insist on
	// a user of their own. Nobody else has a way in, as only this workflow's pods mount the volume, each only its own
	// folders. There is no sticky bit: the filter may replace the algorithm's files.
	writeMode fs.FileMode = 0o777
)

// folders lists all that any later pod mounts, or needs as a mount point. The kubelet would make a missing one as root,
// and then nobody could write to it.
func folders(stages []v1alpha1.Stage, systemRetries int32) ([]folder, error) {
	all := []folder{{path.Dir(contract.RunnerFile), readMode}}
	for _, stage := range stages {
		all = append(all,
			folder{contract.Inputs(stage.Name), readMode},
			folder{contract.Transformations(stage.Name), readMode},
			folder{contract.DDOs(stage.Name), readMode})
		for _, input := range stage.Inputs {
			all = append(all, folder{path.Join(contract.Inputs(stage.Name), contract.Folder(input.ID)), readMode})
		}
		attempts := 1 + int64(stage.Compute.Retries) + int64(systemRetries)
		if attempts < 1 || attempts > maxFolders || len(all) > maxFolders {
			return nil, fmt.Errorf("make the folders of stage %q: %d attempts are out of bounds", stage.Name, attempts)
		}
		for n := int32(1); int64(n) <= attempts; n++ {
			all = append(all, folder{contract.Outputs(stage.Name, n), writeMode}, folder{contract.Logs(stage.Name, n), writeMode})
		}
	}
	return all, nil
}

// makeFolders makes them with the wanted modes, which the umask would cut.
func (v *volume) makeFolders(all []folder) error {
	for _, f := range all {
		if err := v.root.MkdirAll(f.path, readMode); err != nil {
			return fmt.Errorf("make folder %s: %w", f.path, err)
		}
		for parent := path.Dir(f.path); parent != "."; parent = path.Dir(parent) {
			if err := v.root.Chmod(parent, readMode); err != nil {
				return fmt.Errorf("open folder %s to readers: %w", parent, err)
			}
		}
		if err := v.root.Chmod(f.path, f.mode); err != nil {
			return fmt.Errorf("set the mode of folder %s: %w", f.path, err)
		}
	}
	return nil
}
