// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"os"
	"path/filepath"
	"unsafe"

	"golang.org/x/sys/unix"
)

// kernel are attempts to become more than the container is: other namespaces, mounts, devices, privileges.
var kernel = map[string]attempt{
	"unshare-user":      call(unix.SYS_UNSHARE, unix.CLONE_NEWUSER),
	"unshare-net":       call(unix.SYS_UNSHARE, unix.CLONE_NEWNET),
	"unshare-mount":     call(unix.SYS_UNSHARE, unix.CLONE_NEWNS),
	"unshare-pid":       call(unix.SYS_UNSHARE, unix.CLONE_NEWPID),
	"unshare-all":       call(unix.SYS_UNSHARE, unix.CLONE_NEWUSER|unix.CLONE_NEWNS|unix.CLONE_NEWNET|unix.CLONE_NEWPID),
	"clone-user":        clonesUser,
	"setns":             setsNamespace,
	"mount-tmpfs":       func() error { return unix.Mount("tmpfs", "/tmp", "tmpfs", 0, "") },
	"mount-bind":        func() error { return unix.Mount("/data/inputs", "/tmp", "", unix.MS_BIND, "") },
	"mount-proc":        func() error { return unix.Mount("proc", "/tmp", "proc", 0, "") },
	"mount-new-call":    func() error { _, err := unix.Fsopen("tmpfs", 0); return err },
	"mount-tree":        func() error { _, err := unix.OpenTree(unix.AT_FDCWD, "/data/inputs", unix.OPEN_TREE_CLONE); return err },
	"remount-inputs":    remounts("/data/inputs"),
	"remount-root":      remounts("/"),
	"remount-new-call":  setsMountAttributes,
	"unmount":           func() error { return unix.Unmount("/data/inputs", unix.MNT_DETACH) },
	"pivot-root":        func() error { return unix.PivotRoot("/tmp", "/tmp") },
	"chroot":            func() error { return unix.Chroot("/tmp") },
	"device-block":      makesDevice(unix.S_IFBLK, unix.Mkdev(8, 0)),
	"device-memory":     makesDevice(unix.S_IFCHR, unix.Mkdev(1, 1)),
	"device-kmsg":       makesDevice(unix.S_IFCHR, unix.Mkdev(1, 11)),
	"dev-mem":           either(opens("/dev/mem", os.O_RDONLY), opens("/dev/kmem", os.O_RDONLY), opens("/dev/port", os.O_RDONLY)),
	"dev-kmsg":          opens("/dev/kmsg", os.O_RDONLY),
	"dev-disk":          either(opens("/dev/sda", os.O_RDONLY), opens("/dev/vda", os.O_RDONLY), opens("/dev/nvme0n1", os.O_RDONLY), opens("/dev/loop0", os.O_RDONLY)),
	"dev-fuse":          either(opens("/dev/fuse", os.O_RDWR), opens("/dev/kvm", os.O_RDWR), opens("/dev/net/tun", os.O_RDWR)),
	"proc-kcore":        opens("/proc/kcore", os.O_RDONLY),
	"proc-sysrq":        writes("/proc/sysrq-trigger", "h"),
	"proc-sys":          writes("/proc/sys/kernel/domainname", "escaped"),
	"core-pattern":      opens("/proc/sys/kernel/core_pattern", os.O_WRONLY),
	"sys-write":         either(writes("/sys/kernel/mm/ksm/run", "0"), writes("/sys/kernel/profiling", "0")),
	"cgroup-write":      writesCgroup,
	"kernel-log":        func() error { _, err := unix.Klogctl(unix.SYSLOG_ACTION_READ_ALL, make([]byte, 64)); return err },
	"bpf":               call(unix.SYS_BPF, unix.BPF_MAP_CREATE, 0, 0),
	"perf":              perf,
	"userfaultfd":       call(unix.SYS_USERFAULTFD, 0),
	"module":            call(unix.SYS_FINIT_MODULE, 0, 0, 0),
	"kexec":             call(unix.SYS_KEXEC_LOAD, 0, 0, 0, 0),
	"reboot":            call(unix.SYS_REBOOT, unix.LINUX_REBOOT_MAGIC1, unix.LINUX_REBOOT_MAGIC2, unix.LINUX_REBOOT_CMD_CAD_OFF),
	"clock":             setsClock,
	"hostname":          func() error { return unix.Sethostname([]byte("escaped")) },
	"swap":              call(unix.SYS_SWAPOFF, uintptr(unsafe.Pointer(&[]byte("/none\x00")[0]))),
	"fanotify":          func() error { _, err := unix.FanotifyInit(unix.FAN_CLASS_CONTENT, 0); return err },
	"open-by-handle":    opensByHandle,
	"become-root":       either(func() error { return unix.Setuid(0) }, func() error { return unix.Setresuid(0, 0, 0) }),
	"become-root-group": either(func() error { return unix.Setgid(0) }, func() error { return unix.Setgroups([]int{0}) }),
	"capability":        raisesCapability,
	"ambient": func() error {
		return unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_RAISE, unix.CAP_SYS_ADMIN, 0, 0)
	},
	"priority":   func() error { return unix.Setpriority(unix.PRIO_PROCESS, 0, -20) },
	"oom-score":  writes("/proc/self/oom_score_adj", "-1000"),
	"hard-limit": raisesLimit,
}

// clonesUser has the new call make a process in a user namespace of its own, which would have every capability there.
func clonesUser() error {
	arguments := [11]uint64{unix.CLONE_NEWUSER, 0, 0, 0, uint64(unix.SIGCHLD)}
	pid, _, errno := unix.RawSyscall(unix.SYS_CLONE3, uintptr(unsafe.Pointer(&arguments)), unsafe.Sizeof(arguments), 0)
	if errno == 0 && pid == 0 {
		_ = raw(unix.SYS_EXIT_GROUP, 0)
	}
	if errno == unix.ENOSYS { // Programs then go on with the old one.
		pid, _, errno = unix.RawSyscall(unix.SYS_CLONE, unix.CLONE_NEWUSER|uintptr(unix.SIGCHLD), 0, 0)
		if errno == 0 && pid == 0 {
			_ = raw(unix.SYS_EXIT_GROUP, 0)
		}
	}
	if errno != 0 {
		return errno
	}
	return nil
}

func setsNamespace() error {
	f, err := os.Open("/proc/self/ns/net")
	if err != nil {
		return err
	}
	return unix.Setns(int(f.Fd()), unix.CLONE_NEWNET)
}

func remounts(path string) attempt {
	return either(
		func() error { return unix.Mount("", path, "", unix.MS_REMOUNT|unix.MS_BIND, "") },
		func() error { return unix.Mount("", path, "", unix.MS_REMOUNT, "") },
	)
}

func setsMountAttributes() error {
	return unix.MountSetattr(unix.AT_FDCWD, "/data/inputs", 0, &unix.MountAttr{Attr_clr: unix.MOUNT_ATTR_RDONLY})
}

func makesDevice(kind uint32, device uint64) attempt {
	return func() error {
		return either(
			func() error { return unix.Mknod("/tmp/device", kind|0o666, int(device)) },
			func() error {
				return unix.Mknod(filepath.Join(os.Getenv("OUTPUTS"), "device"), kind|0o666, int(device))
			},
		)()
	}
}

// writesCgroup raises its own bounds, by either version.
func writesCgroup() error {
	return either(
		writes("/sys/fs/cgroup/cgroup.procs", "0"), writes("/sys/fs/cgroup/pids.max", "max"), writes("/sys/fs/cgroup/pids/pids.max", "max"),
		writes("/sys/fs/cgroup/memory/memory.limit_in_bytes", "-1"), writes("/sys/fs/cgroup/memory/cgroup.procs", "0"),
		writes("/sys/fs/cgroup/devices/devices.allow", "a"), writes("/sys/fs/cgroup/memory/release_agent", "/tmp/agent"),
	)()
}

// perf watches the kernel on a processor, and runner.
func perf() error {
	event := &unix.PerfEventAttr{Type: unix.PERF_TYPE_SOFTWARE, Size: uint32(unsafe.Sizeof(unix.PerfEventAttr{})), Config: unix.PERF_COUNT_SW_CPU_CLOCK}
	return either(
		func() error { _, err := unix.PerfEventOpen(event, -1, 0, -1, 0); return err },
		func() error { _, err := unix.PerfEventOpen(event, 1, -1, -1, 0); return err },
	)()
}

// opensByHandle reaches a file by its number, past every mount point: the root of the volume.
func opensByHandle() error {
	handle, mount, err := unix.NameToHandleAt(unix.AT_FDCWD, "/data/outputs", 0)
	if err != nil {
		return err
	}
	_ = mount
	dir, err := unix.Open("/data/outputs", unix.O_RDONLY|unix.O_DIRECTORY, 0)
	if err != nil {
		return err
	}
	_, err = unix.OpenByHandleAt(dir, handle, unix.O_RDONLY)
	return err
}

// setsClock sets it to what it is, in case that it works.
func setsClock() error {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_REALTIME, &now); err != nil {
		return err
	}
	return unix.ClockSettime(unix.CLOCK_REALTIME, &now)
}

func raisesCapability() error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	data := [2]unix.CapUserData{{Effective: 1 << unix.CAP_SYS_ADMIN, Permitted: 1 << unix.CAP_SYS_ADMIN}}
	return unix.Capset(&header, &data[0])
}

// raisesLimit raises every hard limit that there is.
func raisesLimit() error {
	result := errors.New("none")
	for _, resource := range []int{unix.RLIMIT_NOFILE, unix.RLIMIT_NPROC, unix.RLIMIT_MEMLOCK, unix.RLIMIT_CORE, unix.RLIMIT_RTPRIO, unix.RLIMIT_NICE} {
		var limit unix.Rlimit
		if err := unix.Getrlimit(resource, &limit); err != nil || limit.Max == unix.RLIM_INFINITY {
			continue
		}
		limit.Max++
		if result = unix.Setrlimit(resource, &limit); result == nil {
			return nil
		}
	}
	return result
}
