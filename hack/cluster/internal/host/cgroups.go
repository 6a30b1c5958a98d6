package host

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const cgroupMount = "/sys/fs/cgroup"

// unified tells a machine with cgroup v2 only from one with v1 hierarchies.
func unified() bool { return exists(filepath.Join(cgroupMount, "cgroup.controllers")) }

// cgroupRoots are our folder in each hierarchy.
func cgroupRoots() []string {
	if unified() {
		return []string{filepath.Join(cgroupMount, CgroupRoot)}
	}
	entries, err := os.ReadDir(cgroupMount)
	if err != nil {
		return nil
	}
	var roots []string
	for _, e := range entries {
		if e.IsDir() && exists(filepath.Join(cgroupMount, e.Name(), "cgroup.procs")) {
			roots = append(roots, filepath.Join(cgroupMount, e.Name(), CgroupRoot))
		}
	}
	return roots
}

// EnsureCgroups makes the folder that all pods live under, so that what runs in them can be told from everything else on the machine.
func EnsureCgroups() error {
	if unified() {
		for _, controller := range []string{"cpuset", "cpu", "io", "memory", "pids"} {
			// One that this machine does not have is not enabled; the kubelet says which it misses.
			_ = os.WriteFile(filepath.Join(cgroupMount, "cgroup.subtree_control"), []byte("+"+controller), 0o644)
		}
	}
	for _, root := range cgroupRoots() {
		if err := os.MkdirAll(root, 0o755); err != nil {
			return fmt.Errorf("make cgroup: %w", err)
		}
		inherit(root, "cpuset.cpus")
		inherit(root, "cpuset.mems")
	}
	return nil
}

// inherit copies a setting that v1 leaves empty in a new cgroup, which could then hold no process.
func inherit(root, name string) {
	own := filepath.Join(root, name)
	if !unified() && exists(own) && value(own) == "" {
		_ = os.WriteFile(own, []byte(value(filepath.Join(filepath.Dir(root), name))), 0o644)
	}
}

// KillPods ends every process in our cgroups.
func KillPods() error {
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		pids := podProcesses()
		if len(pids) == 0 {
			return nil
		}
		for _, pid := range pids {
			kill(pid)
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("end the processes of pods: %d are still there, such as pid %d", len(pids), pids[0])
		}
	}
}

// kill takes hold of a process, makes sure that it is in one of our cgroups, and only then ends it.
func kill(pid int) {
	handle, err := os.FindProcess(pid)
	if err != nil {
		return
	}
	membership, err := os.ReadFile(fmt.Sprintf("/proc/%d/cgroup", pid))
	if err == nil && strings.Contains(string(membership), "/"+CgroupRoot+"/") {
		_ = handle.Signal(syscall.SIGKILL)
	}
}

func podProcesses() []int {
	var pids []int
	for _, root := range cgroupRoots() {
		_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.Name() != "cgroup.procs" {
				return nil //nolint:nilerr // Cgroups come and go while they are walked.
			}
			for _, word := range strings.Fields(value(path)) {
				if pid, err := strconv.Atoi(word); err == nil && pid > 0 && !slices.Contains(pids, pid) {
					pids = append(pids, pid)
				}
			}
			return nil
		})
	}
	return pids
}

// RemoveCgroups takes away our cgroups, which must be empty of processes.
func RemoveCgroups() error {
	var errs []error
	for _, root := range cgroupRoots() {
		var folders []string
		_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() {
				folders = append(folders, path)
			}
			return nil
		})
		slices.Reverse(folders)
		for _, folder := range folders {
			errs = append(errs, removeCgroup(folder))
		}
	}
	return errors.Join(errs...)
}

// removeCgroup tries for a moment, because a cgroup stays busy until the kernel has let go of its last process.
func removeCgroup(folder string) error {
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		err := syscall.Rmdir(folder)
		if err == nil || errors.Is(err, syscall.ENOENT) {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("remove cgroup %s: %w", folder, err)
		}
	}
}
