// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"errors"
	"io/fs"
	"path"

	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// adminLogs finds the provider's own logs. One that is not there is left out: not every workflow has a filter.
func adminLogs(v *Volume) ([]File, error) {
	var files []File
	for _, name := range []string{contract.ConfigureLogFile, contract.FilterLogFile, contract.PublishLogFile} {
		body, size, err := v.openRegular(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, &ReadError{name, err}
		}
		if err := body.Close(); err != nil {
			return nil, &ReadError{name, err}
		}
		files = append(files, File{Name: path.Join("adminlogs", name), Type: TypeOutput, Size: size, Open: v.opener("", name)})
	}
	return files, nil
}
