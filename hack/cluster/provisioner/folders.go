package main

import (
	"fmt"
	"os"
	"path/filepath"

	corev1 "k8s.io/api/core/v1"
)

// folders are volumes without a size of their own, which every user may write.
type folders struct{ root string }

func (f folders) create(name string, _ int64) (corev1.PersistentVolumeSource, error) {
	path := filepath.Join(f.root, name)
	err := os.MkdirAll(path, 0o755)
	if err == nil {
		err = os.Chmod(path, 0o777) // Whatever the umask is.
	}
	if err != nil {
		return corev1.PersistentVolumeSource{}, fmt.Errorf("make folder %s: %w", name, err)
	}
	directory := corev1.HostPathDirectory
	return corev1.PersistentVolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: path, Type: &directory}}, nil
}

func (f folders) remove(name string) error {
	if err := os.RemoveAll(filepath.Join(f.root, name)); err != nil {
		return fmt.Errorf("remove folder %s: %w", name, err)
	}
	return nil
}
