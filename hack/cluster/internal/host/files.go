package host

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// EnsureDirs makes the two folders that everything else lies in.
func EnsureDirs() error {
	for _, dir := range []string{StateDir, RunDir} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return fmt.Errorf("make folder for the cluster's state: %w", err)
		}
	}
	return nil
}

// RemoveFiles takes away our folders, and the few files that containerd, CNI and the kubelet put into places that no setting moves.
func RemoveFiles() error {
	shims, _ := filepath.Glob(RunDir + "/containerd/io.containerd.runtime.v2.task/k8s.io/*/address")
	for _, file := range shims {
		if socket, ok := strings.CutPrefix(value(file), "unix://"); ok {
			_ = os.Remove(socket)
		}
	}
	results, _ := filepath.Glob("/var/lib/cni/results/" + CNINetwork + "-*")
	sandboxes, _ := filepath.Glob(StateDir + "/containerd/io.containerd.grpc.v1.cri/sandboxes/*")
	for _, sandbox := range sandboxes {
		results = append(results, "/var/lib/cni/results/cni-loopback-"+filepath.Base(sandbox)+"-lo")
	}
	links, _ := filepath.Glob("/var/log/containers/*.log")
	for _, link := range links {
		if target, err := os.Readlink(link); err == nil && strings.HasPrefix(target, StateDir+"/") {
			results = append(results, link)
		}
	}
	devices := "/var/lib/kubelet/device-plugins"
	results = append(results, devices+"/kubelet.sock", devices+"/kubelet_internal_checkpoint", devices+"/DEPRECATION")
	for _, file := range results {
		_ = os.Remove(file)
	}
	// Folders that others may use too go only when they are empty, which is what os.Remove does.
	for _, dir := range []string{
		"/var/lib/cni/results", "/var/lib/cni/cache", "/var/lib/cni", "/run/containerd/s", "/run/containerd/fifo", "/run/containerd",
		"/var/log/containers", devices, "/var/lib/kubelet/plugins_registry", "/var/lib/kubelet",
	} {
		_ = os.Remove(dir)
	}
	if err := errors.Join(os.RemoveAll(RunDir), os.RemoveAll(StateDir)); err != nil {
		return fmt.Errorf("remove the cluster's state: %w", err)
	}
	return nil
}

// ClearRun forgets the containers of a cluster whose every process is gone: their mounts and their sockets, but not their images.
func ClearRun() error {
	if err := Unmount(StateDir, RunDir); err != nil {
		return err
	}
	if err := os.RemoveAll(RunDir); err != nil {
		return fmt.Errorf("remove the remains of dead containers: %w", err)
	}
	return EnsureDirs()
}
