// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/oceanprotocol/operator-engine/internal/configure/download"
)

// maxParts bounds what one source can make this program do.
const maxParts = 100_000

// checkTree refuses what cannot become files below one folder. Names come from whoever keeps the source.
func checkTree(parts []download.Part) error {
	switch {
	case len(parts) == 0:
		return errors.New("it is an empty folder")
	case len(parts) > maxParts:
		return fmt.Errorf("it has more than %d files", maxParts)
	case len(parts) == 1 && parts[0].Path == "":
		return nil
	}
	files, folders := map[string]bool{}, map[string]bool{}
	for _, p := range parts {
		if !usable(p.Path) {
			return fmt.Errorf("%q in it cannot be the name of a file here", p.Path)
		}
		if files[p.Path] {
			return fmt.Errorf("%q is in it twice", p.Path)
		}
		files[p.Path] = true
		for folder := path.Dir(p.Path); folder != "."; folder = path.Dir(folder) {
			folders[folder] = true
		}
	}
	for folder := range folders {
		if files[folder] {
			return fmt.Errorf("%q in it is both a file and a folder", folder)
		}
	}
	return nil
}

func usable(name string) bool {
	if !fs.ValidPath(name) || name == "." || len(name) > 1024 || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return false
	}
	for part := range strings.SplitSeq(name, "/") {
		if len(part) > 255 {
			return false
		}
	}
	return true
}

// subfolders are those that the parts lie in, below a folder.
func subfolders(below string, parts []download.Part) []folder {
	var all []folder
	seen := map[string]bool{}
	for _, p := range parts {
		for dir := path.Dir(path.Join(below, p.Path)); p.Path != "" && dir != path.Dir(below) && !seen[dir]; dir = path.Dir(dir) {
			seen[dir] = true
			all = append(all, folder{dir, readMode})
		}
	}
	return all
}
