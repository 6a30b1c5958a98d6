// Package oci builds container images from files on this machine, and writes and reads them as archives that containerd imports.
//
// The same files always give the same digest: entries are sorted, and times and owners' names left out. Layers are not
// compressed, since most archives never leave the machine. Package registry talks to registries.
package oci

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// File is one entry of a layer. Its content is Data, or the file From on this machine; Link makes it a symbolic link, and a Mode with fs.ModeDir a folder.
type File struct {
	Path     string
	Mode     fs.FileMode
	UID, GID int
	Data     []byte
	From     string
	Link     string
}

// Dir is a folder.
func Dir(name string, mode fs.FileMode) File {
	return File{Path: name, Mode: mode | fs.ModeDir}
}

// Text is a file with the given content that everyone may read.
func Text(name, content string) File {
	return File{Path: name, Mode: 0o644, Data: []byte(content)}
}

// Symlink is a symbolic link.
func Symlink(name, target string) File {
	return File{Path: name, Mode: 0o777 | fs.ModeSymlink, Link: target}
}

// Program is an executable copied from this machine.
func Program(name, from string) File {
	return File{Path: name, Mode: 0o755, From: from}
}

// Tree is everything under a folder of this machine that keep agrees to, with the owners and modes it has there. Devices and sockets are left out.
func Tree(root string, keep func(rel string) bool) ([]File, error) {
	var files []File
	err := filepath.WalkDir(root, func(from string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, from)
		if err != nil || rel == "." {
			return err
		}
		if !keep(rel) {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		file, ok, err := read(from, path.Join("/", filepath.ToSlash(rel)), entry)
		if err == nil && ok {
			files = append(files, file)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the files under %s: %w", root, err)
	}
	return files, nil
}

// read describes one entry of a tree; ok is false for what a layer cannot hold.
func read(from, name string, entry fs.DirEntry) (file File, ok bool, err error) {
	info, err := entry.Info()
	if err != nil {
		return File{}, false, err
	}
	uid, gid := owner(info)
	file = File{Path: name, Mode: info.Mode(), UID: uid, GID: gid}
	switch info.Mode().Type() {
	case 0:
		file.From = from
	case fs.ModeDir:
	case fs.ModeSymlink:
		file.Link, err = os.Readlink(from)
	default:
		return File{}, false, nil
	}
	return file, true, err
}
