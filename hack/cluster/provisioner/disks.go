package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// disks are ext4 file systems in files, which the kubelet makes and mounts as those of any local volume. Beside each file is a
// link to the block device that it is attached as. The number of a device changes with every start of the machine; the link
// keeps its name.
type disks struct{ folder string }

const (
	fileSuffix   = ".img"
	deviceSuffix = ".dev"
)

func (d disks) file(name string) string   { return filepath.Join(d.folder, name+fileSuffix) }
func (d disks) device(name string) string { return filepath.Join(d.folder, name+deviceSuffix) }

// create makes a disk, or finds the one that an earlier try made.
func (d disks) create(name string, size int64) (corev1.PersistentVolumeSource, error) {
	err := os.MkdirAll(d.folder, 0o700)
	if err == nil {
		err = d.makeFile(name, size)
	}
	if err == nil {
		err = d.attach(name)
	}
	if err != nil {
		return corev1.PersistentVolumeSource{}, fmt.Errorf("make disk %s: %w", name, err)
	}
	ext4 := "ext4"
	return corev1.PersistentVolumeSource{Local: &corev1.LocalVolumeSource{Path: d.device(name), FSType: &ext4}}, nil
}

func (d disks) makeFile(name string, size int64) error {
	file, err := os.OpenFile(d.file(name), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(file.Truncate(size), file.Close())
}

// attachAll attaches what an earlier start of the machine left behind.
func (d disks) attachAll() error {
	files, err := filepath.Glob(d.file("*"))
	if err != nil {
		return fmt.Errorf("list disks: %w", err)
	}
	for _, file := range files {
		if err := d.attach(strings.TrimSuffix(filepath.Base(file), fileSuffix)); err != nil {
			return err
		}
	}
	return nil
}

// attach makes a block device of a disk, unless it is one.
func (d disks) attach(name string) error {
	found, err := losetup("--associated", d.file(name), "--noheadings", "--output", "NAME")
	if err == nil && found == "" {
		found, err = losetup("--find", "--show", d.file(name))
	}
	if err != nil {
		return fmt.Errorf("attach disk %s: %w", name, err)
	}
	if err := os.Remove(d.device(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("name the device of disk %s: %w", name, err)
	}
	if err := os.Symlink(found, d.device(name)); err != nil {
		return fmt.Errorf("name the device of disk %s: %w", name, err)
	}
	return nil
}

// remove takes a disk away. A device that the kubelet is just unmounting goes with its last user.
func (d disks) remove(name string) error {
	found, err := losetup("--associated", d.file(name), "--noheadings", "--output", "NAME")
	if err == nil && found != "" {
		_, err = losetup("--detach", found)
	}
	if err != nil {
		return fmt.Errorf("detach disk %s: %w", name, err)
	}
	for _, path := range []string{d.device(name), d.file(name)} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove disk %s: %w", name, err)
		}
	}
	return nil
}

func losetup(args ...string) (string, error) {
	out, err := exec.Command("losetup", args...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("losetup %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out)), nil
}
