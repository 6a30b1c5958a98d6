// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package escape

// What comes of attempts that are refused.
const (
	noFamily = "EAFNOSUPPORT"
	noCall   = "ENOSYS"
	noRoom   = "ENOTSUP"
	killed   = "bad system call"
	denied   = "EPERM|EACCES"
	readOnly = "EROFS"
	absent   = "ENOENT"
	none     = "none"
	done     = "done"
	// refused is of what the runtime's own profile keeps away: a newer one may act as if there were no such call.
	refused = "EPERM|EACCES|ENOSYS"
)

// What else comes of attempts where runner's filter is off.
const (
	// notBuilt is of what the node's kernel does not have.
	notBuilt = "EAFNOSUPPORT|EPROTONOSUPPORT|ESOCKTNOSUPPORT|ENOPROTOOPT"
	// noIPv6 is of pods that have IPv4 only.
	noIPv6 = "EADDRNOTAVAIL|EAFNOSUPPORT"
	// anything is for the cluster's network to say.
	anything = ".*"
)

// Who tells what came of an attempt.
const (
	// byAnswer is the attempting process itself, which the kernel has answered: its line in the published answers.txt.
	byAnswer = "answer"
	// byResults is what was published: the files, the manifest, the log.
	byResults = "results"
	// byStatus is the Workflow's status: phase, reason, exit code, times, attempts.
	byStatus = "status"
)

// attempt is a row of the table.
type attempt struct {
	name, tries string
	// want is the expression that an answer must match from end to end, or a phrase of what must come of it.
	want string
	// open is what the attempts on the network and on the termination message come to without runner's filter, which
	// TestWithoutTheFilterTheAttemptsGetThroughThatNothingElseStops shows. Where that may be another answer than done, something else
	// stops it, on this node or on others.
	open   string
	judged string
}

// controls are no attempts: these must work with and without the filter, or nothing that failed would mean anything.
var controls = []attempt{
	{"unix-socket", "a unix socket", done, done, byAnswer},
	{"pair-of-unix", "an open file goes over a pair of unix sockets", done, done, byAnswer},
	{"py-unix", "a pair of unix sockets, in Python", done, done, byAnswer},
	{"pins-itself", "a processor for a thread of its own, and less of it", done, done, byAnswer},
	{"py-pins-itself", "the same, in Python", done, done, byAnswer},
}

// table lists every attempt of the suite.
var table = []attempt{
	// The network, by a static program.
	{"tcp-pod", "connect to another pod", noFamily, done, byAnswer},
	{"tcp-api-server", "connect to the API server", noFamily, done, byAnswer},
	{"tcp-node", "connect to the kubelet of the node", noFamily, done, byAnswer},
	{"tcp-metadata", "connect to the metadata address of clouds", noFamily, anything, byAnswer},
	{"tcp-internet", "connect to an address outside of the cluster", noFamily, anything, byAnswer},
	{"tcp-loopback", "listen on 127.0.0.1", noFamily, done, byAnswer},
	{"tcp-ipv6", "listen on ::1", noFamily, done + "|" + noIPv6, byAnswer},
	{"udp-dns", "ask the cluster's name server by UDP", noFamily, done, byAnswer},
	{"dns-by-go", "look a name up by Go's resolver", noFamily, done, byAnswer},
	{"ping", "an ICMP socket", noFamily, done + "|" + denied, byAnswer},
	{"raw-ipv4", "a raw IPv4 socket", noFamily, denied, byAnswer},
	{"raw-ipv6", "a raw IPv6 socket", noFamily, denied, byAnswer},
	{"sctp", "an SCTP socket", noFamily, done + "|" + notBuilt, byAnswer},
	{"mptcp", "a multipath TCP socket", noFamily, done + "|" + notBuilt, byAnswer},
	{"netlink-route", "a netlink socket that changes routes", noFamily, done, byAnswer},
	{"netlink-uevent", "a netlink socket that hears of devices", noFamily, done, byAnswer},
	{"packet", "a packet socket", noFamily, denied + "|" + notBuilt, byAnswer},
	{"vsock", "a socket to the machine's host", noFamily, done + "|" + refused + "|" + notBuilt, byAnswer},
	{"alg", "a socket of the kernel's ciphers", noFamily, done + "|" + refused + "|" + notBuilt, byAnswer},
	{"bluetooth", "a Bluetooth socket", noFamily, refused + "|" + notBuilt, byAnswer},
	{"xdp", "an XDP socket", noFamily, denied + "|" + notBuilt, byAnswer},
	{"smc", "an SMC socket", noFamily, done + "|" + refused + "|" + notBuilt, byAnswer},
	{"every-family", "socket for families 0 to 255 and every type", noFamily, "family 2 answers done", byAnswer},
	{"every-pair", "socketpair for the same", noFamily, "family 2 answers .*", byAnswer},
	{"upper-half", "socket with a family whose upper half the kernel drops", noFamily, done, byAnswer},
	{"io-uring-setup", "io_uring_setup, which makes sockets without socket", noCall, done + "|" + refused, byAnswer},
	{"io-uring-enter", "io_uring_enter", noCall, "EBADF|" + refused, byAnswer},
	{"io-uring-reg", "io_uring_register", noCall, "EINVAL|EBADF|" + refused, byAnswer},
	{"keyring", "keyctl", noCall, done + "|" + refused, byAnswer},
	{"key-of-dns", "request_key of the kernel's name resolver, on the node", noCall, "ENOENT|ENOKEY|" + refused, byAnswer},
	{"key-of-own", "add_key", noCall, done + "|" + refused, byAnswer},
	{"x32", "socket by x32's number", killed, done + "|" + refused, byAnswer},
	{"x32-program", "the same by a program of a few instructions", "bad system call", done + "|no socket", byAnswer},
	{"int-80", "socket by int 0x80", killed, done + "|no socket|segmentation fault", byAnswer},
	{"i386-program", "socket by a program of 32 bits", killed, done + "|no socket|ENOEXEC", byAnswer},
	{"static-program", "socket by a program of a few instructions", "no socket", done, byAnswer},
	{"filter-taken-off", "lay a filter that allows all over runner's", noFamily, done, byAnswer},
	{"inherited-socket", "find a socket that was left open", none, none, byAnswer},
	{"unix-to-ipv4", "connect, bind and send a unix socket to an IPv4 address", "EINVAL|EPERM|EAFNOSUPPORT", "EINVAL|EPERM|EAFNOSUPPORT", byAnswer},
	{"node-sockets", "connect to the unix sockets of the node's programs", absent, absent, byAnswer},
	{"abstract-sockets", "connect to every abstract unix socket there is", none, none, byAnswer},

	// The network, by Python.
	{"py-connect", "connect to another pod", noFamily, done, byAnswer},
	{"py-connect-node", "connect to the kubelet of the node", noFamily, done, byAnswer},
	{"py-api-server", "ask the API server by HTTPS", noFamily, done, byAnswer},
	{"py-http", "ask another pod by HTTP", noFamily, done, byAnswer},
	{"py-asyncio", "connect by asyncio", noFamily, done, byAnswer},
	{"py-metadata", "connect to the metadata address of clouds", noFamily, anything, byAnswer},
	{"py-getaddrinfo", "look a name up by the C library", "no address", done, byAnswer},
	{"py-thread", "socket on another thread", noFamily, done, byAnswer},
	{"py-interpreter", "socket in another interpreter", "refused", done, byAnswer},
	{"py-every-family", "every family that Python has a name for", noFamily, "AF_.*", byAnswer},
	{"py-socket-call", "socket by its number", noFamily, done, byAnswer},
	{"py-socket-libc", "socket by the C library", noFamily, done, byAnswer},
	{"py-netlink", "bind a netlink socket", noFamily, done, byAnswer},
	{"py-interfaces", "name the network interfaces", noFamily, done, byAnswer},
	{"py-packet", "a packet socket", noFamily, denied + "|" + notBuilt, byAnswer},
	{"py-x32", "socket by x32's number", "signal 31", done + "|" + refused, byAnswer},
	{"py-io-uring", "io_uring_setup", noCall, done + "|" + refused, byAnswer},
	{"py-keyring", "keyctl", noCall, done + "|" + refused, byAnswer},

	// Runner, and processes that are not the algorithm's.
	{"runner-mem-read", "read runner's memory", denied, "", byAnswer},
	{"runner-mem-write", "open runner's memory to write", denied, "", byAnswer},
	{"runner-environ", "read runner's environment", denied, "", byAnswer},
	{"runner-maps", "read where runner's memory is", denied, "", byAnswer},
	{"runner-auxv", "read what the kernel told runner", denied, "", byAnswer},
	{"runner-fds", "list runner's open files", denied, "", byAnswer},
	{"runner-stdout", "write to the container's log past runner", denied, "", byAnswer},
	{"runner-root", "go through runner's root folder", denied, "", byAnswer},
	{"runner-cwd", "go through runner's working folder", denied, "", byAnswer},
	{"runner-exe", "open runner's program by its process", denied, "", byAnswer},
	{"runner-namespaces", "open runner's namespaces", denied, "", byAnswer},
	{"runner-ptrace", "trace runner", denied, "", byAnswer},
	{"runner-seize", "trace runner without stopping it", denied, "", byAnswer},
	{"runner-vm-read", "process_vm_readv", denied, "", byAnswer},
	{"runner-vm-write", "process_vm_writev", denied, "", byAnswer},
	{"runner-fd-stolen", "pidfd_getfd of runner's open files", denied, "", byAnswer},
	{"runner-oom", "have the kernel kill runner first", denied, "", byAnswer},
	{"runner-coredump", "have runner's memory dumped whole", denied, "", byAnswer},
	{"runner-idle", "have the kernel prefer all others to runner's threads, or lower all of its user's", "EPERM", "", byAnswer},
	{"runner-binary", "write to runner's program", "EROFS|ETXTBSY|EACCES", "", byAnswer},
	{"runner-replaced", "delete runner's program, or move it away", "EROFS|EBUSY|EACCES", "", byAnswer},
	{"runner-mode", "let everybody write to runner's program", "EROFS|EPERM", "", byAnswer},
	{"runner-linked", "give runner's program a name among the outputs", "EXDEV", "", byAnswer},
	{"privileges-back", "take no_new_privs back", "EINVAL", "", byAnswer},
	{"processes-of-other", "see processes that are not its own", none, "", byAnswer},
	{"py-ptrace", "trace runner", denied, "", byAnswer},
	{"py-runner-mem", "open runner's memory to write", denied, "", byAnswer},
	{"py-runner-environ", "read runner's environment", denied, "", byAnswer},
	{"py-runner-idle", "have the kernel prefer all others to runner's threads", "EPERM", "", byAnswer},
	{"py-runner", "copy another program over runner's", "EROFS|ETXTBSY|EACCES", "", byAnswer},

	// Namespaces, mounts, devices, privileges.
	{"unshare-user", "a user namespace", refused, "", byAnswer},
	{"unshare-net", "a network namespace", refused, "", byAnswer},
	{"unshare-mount", "a mount namespace", refused, "", byAnswer},
	{"unshare-pid", "a process namespace", refused, "", byAnswer},
	{"unshare-all", "all of them at once", refused, "", byAnswer},
	{"clone-user", "a process in a user namespace, by clone3 and clone", refused, "", byAnswer},
	{"setns", "enter a namespace", refused, "", byAnswer},
	{"mount-tmpfs", "mount a tmpfs", refused, "", byAnswer},
	{"mount-bind", "mount the inputs elsewhere", refused, "", byAnswer},
	{"mount-proc", "mount proc", refused, "", byAnswer},
	{"mount-new-call", "fsopen", refused, "", byAnswer},
	{"mount-tree", "open_tree of the inputs", refused, "", byAnswer},
	{"remount-inputs", "remount the inputs to be written to", refused, "", byAnswer},
	{"remount-root", "remount the root to be written to", refused, "", byAnswer},
	{"remount-new-call", "mount_setattr on the inputs", refused, "", byAnswer},
	{"unmount", "unmount the inputs", refused, "", byAnswer},
	{"pivot-root", "pivot_root", refused, "", byAnswer},
	{"chroot", "chroot", refused, "", byAnswer},
	{"device-block", "make the node of a disk", refused, "", byAnswer},
	{"device-memory", "make the node of the memory", refused, "", byAnswer},
	{"device-kmsg", "make the node of the kernel's messages", refused, "", byAnswer},
	{"dev-mem", "open the machine's memory and ports", absent, "", byAnswer},
	{"dev-kmsg", "open the kernel's messages", absent, "", byAnswer},
	{"dev-disk", "open the node's disks", absent, "", byAnswer},
	{"dev-fuse", "open fuse, kvm, tun", absent, "", byAnswer},
	{"proc-kcore", "read the kernel's memory", denied + "|ENOENT", "", byAnswer},
	{"proc-sysrq", "ask the kernel by sysrq", denied + "|EROFS|ENOENT", "", byAnswer},
	{"proc-sys", "change a setting of the kernel", denied + "|EROFS", "", byAnswer},
	{"core-pattern", "have core dumps handled by a program, on the node", denied + "|EROFS", "", byAnswer},
	{"sys-write", "write to sysfs", denied + "|EROFS|ENOENT", "", byAnswer},
	{"cgroup-write", "raise its own bounds, leave its cgroup", denied + "|EROFS|ENOENT", "", byAnswer},
	{"kernel-log", "syslog", refused, "", byAnswer},
	{"bpf", "bpf", refused, "", byAnswer},
	{"perf", "perf_event_open", refused, "", byAnswer},
	{"userfaultfd", "userfaultfd", refused, "", byAnswer},
	{"module", "load a kernel module", refused, "", byAnswer},
	{"kexec", "load another kernel", refused, "", byAnswer},
	{"reboot", "reboot", refused, "", byAnswer},
	{"clock", "set the clock", refused, "", byAnswer},
	{"hostname", "set the host's name", refused, "", byAnswer},
	{"swap", "swapoff", refused, "", byAnswer},
	{"fanotify", "watch what others open", refused, "", byAnswer},
	{"open-by-handle", "open a file of the volume by its number", refused, "", byAnswer},
	{"become-root", "setuid", refused, "", byAnswer},
	{"become-root-group", "setgid, setgroups", refused, "", byAnswer},
	{"capability", "take a capability", refused, "", byAnswer},
	{"ambient", "raise an ambient capability", refused, "", byAnswer},
	{"priority", "a priority above others", denied, "", byAnswer},
	{"oom-score", "have others killed before it", denied, "", byAnswer},
	{"hard-limit", "raise a hard limit", denied + "|none", "", byAnswer},
	{"py-mount", "the program mount, which is root's", "refused", "", byAnswer},
	{"py-remount", "the same, to write to the inputs", "refused", "", byAnswer},
	{"py-unshare", "the program unshare", "refused", "", byAnswer},
	{"py-nsenter", "the program nsenter, into runner's namespaces", "refused", "", byAnswer},
	{"py-setuid", "every program of the image that runs as its owner", "nobody became another", "", byAnswer},
	{"py-setgid", "every program of the image that runs as its group", "nobody became another", "", byAnswer},
	{"py-setuid-call", "setuid", denied, "", byAnswer},
	{"py-mknod", "make the node of a disk", denied, "", byAnswer},
	{"py-dev-mem", "open the machine's memory", absent, "", byAnswer},
	{"py-kmsg", "open the kernel's messages", absent, "", byAnswer},
	{"py-chroot", "chroot", denied, "", byAnswer},
	{"py-pivot", "pivot_root by the C library", denied, "", byAnswer},
	{"py-setns", "enter runner's mount namespace", denied, "", byAnswer},
	{"py-nice", "a priority above others", denied, "", byAnswer},

	// Files: data that may only be read, and what must not be there.
	{"inputs-write", "open an input to write", readOnly, "", byAnswer},
	{"inputs-append", "open an input to append", readOnly, "", byAnswer},
	{"inputs-create", "make a file among the inputs", readOnly, "", byAnswer},
	{"inputs-truncate", "truncate an input", readOnly, "", byAnswer},
	{"inputs-delete", "delete an input", readOnly, "", byAnswer},
	{"inputs-mode", "chmod an input", readOnly, "", byAnswer},
	{"inputs-time", "change an input's time", readOnly, "", byAnswer},
	{"inputs-attribute", "give an input an attribute", noRoom, "", byAnswer},
	{"inputs-attribute-gone", "take an attribute from an input", readOnly, "", byAnswer},
	{"inputs-reopened", "open an input to write by /proc/self/fd", readOnly, "", byAnswer},
	{"inputs-mapped", "map an input to write", denied, "", byAnswer},
	{"inputs-linked", "hard-link an input to the outputs", "EXDEV", "", byAnswer},
	{"inputs-moved", "move an input to the outputs", "EXDEV|EROFS", "", byAnswer},
	{"code-write", "open the code to write", readOnly + "|ETXTBSY", "", byAnswer},
	{"code-create", "make a file beside the code", readOnly, "", byAnswer},
	{"ddos-create", "make a file among the DDOs", readOnly, "", byAnswer},
	{"root-write", "make a file in /, /data, change /etc/passwd", denied + "|EROFS", "", byAnswer},
	{"hosts-write", "change /etc/hosts, resolv.conf, hostname", denied + "|EROFS", "", byAnswer},
	{"document", "read the workflow's document", absent, "", byAnswer},
	{"admin-logs", "read the admin logs", absent, "", byAnswer},
	{"claims", "read the claims that inputs are copied from", absent, "", byAnswer},
	{"token", "read a service account's token", absent, "", byAnswer},
	{"environment", "find the operator's or the cluster's variables", none, "", byAnswer},
	{"above-outputs", "go up from the outputs by a path", "only its own", "", byAnswer},
	{"above-outputs-by-cwd", "go up from the outputs by the kernel", "only its own", "", byAnswer},
	{"another-stage", "find what only an earlier stage had", none, "", byAnswer},
	{"node-files", "find folders of the node", absent + "|" + denied, "", byAnswer},
	{"setuid-file-of-its-own", "give a file to root", denied, "", byAnswer},
	{"py-shadow", "read the image's passwords", denied, "", byAnswer},
	{"py-token", "read a service account's token", absent, "", byAnswer},
	{"py-inputs", "open an input to write", readOnly, "", byAnswer},
	{"py-inputs-link", "hard-link an input to the outputs", "EXDEV", "", byAnswer},
	{"py-inputs-chmod", "chmod the folder of the inputs", readOnly, "", byAnswer},
	{"py-code", "write to the code", readOnly, "", byAnswer},
	{"py-install", "install a module into the image", denied + "|EROFS", "", byAnswer},

	// What is published.
	{"link-passwd", "publish /etc/passwd by a link", "is left out", "", byResults},
	{"link-input", "publish an input by a link", "is left out", "", byResults},
	{"link-inputs", "publish all inputs by a link to their folder", "is left out", "", byResults},
	{"link-up", "publish what is above by a link with ..", "is left out", "", byResults},
	{"link-above", "publish an input by where it is on the volume", "is left out", "", byResults},
	{"link-runner", "publish runner's environment by a link", "is left out", "", byResults},
	{"link-self", "publish publish's own environment by a link", "is left out", "", byResults},
	{"link-root", "publish the root by a link", "is left out", "", byResults},
	{"link-adminlogs", "publish the admin logs by a link", "is left out", "", byResults},
	{"link-token", "publish a token by a link", "is left out", "", byResults},
	{"link-code", "publish the code by a link", "is left out", "", byResults},
	{"chain-1", "publish an input by a link to a link", "is left out", "", byResults},
	{"folder/deep", "publish inputs by a link in a folder", "is left out", "", byResults},
	{"hard-input", "publish an input by a hard link", "is left out", "", byResults},
	{"hard-code", "publish the code by a hard link", "is left out", "", byResults},
	{"hard-runner", "publish runner by a hard link", "is left out", "", byResults},
	{"hard-passwd", "publish /etc/passwd by a hard link", "is left out", "", byResults},
	{"hard-log", "publish a link by a hard link", "is left out", "", byResults},
	{"fifo", "hold publish up by a fifo", "is left out", "", byResults},
	{"socket", "publish a socket", "is left out", "", byResults},
	{"new\nline", "a name with a line end", "is left out", "", byResults},
	{"log-replaced", "put a link to an input in the log's place", "no published file holds the input", "", byResults},
	{"manifest-forged", "leave a manifest of its own", "the status names publish's", "", byResults},
	{"report-forged", "write publish's report into the termination message, the log and the outputs", "nothing of it is in the status", "", byStatus},

	// How it ends.
	{"signals-by-kill", "send runner every signal but TERM and INT", "ends by its time limit, with its log", "", byStatus},
	{"signals-by-tgkill", "the same to runner's first thread", "ends by its time limit, with its log", "", byStatus},
	{"signals-by-queue", "the same with data (sigqueue)", "ends by its time limit, with its log", "", byStatus},
	{"signals-by-pidfd", "the same by pidfd_send_signal", "ends by its time limit, with its log", "", byStatus},
	{"signals-by-file", "have the kernel send them (F_SETSIG)", "ends by its time limit, with its log", "", byStatus},
	{"runner-asked-by-term", "ask runner to stop by TERM, and stay", "ends as failed with 143 after its grace, with its log", "", byStatus},
	{"runner-asked-by-int", "the same by INT", "ends as failed with 143 after its grace, with its log", "", byStatus},
	{"runner-killed", "KILL runner and everybody, from a child that stays", "ends as failed with 137, with its log", "", byStatus},
	{"runner-starved", "prlimit runner: processor time, open files, memory", "ends as failed, once, with its outputs", "", byStatus},
	{
		"runner-crowded", "slow runner down, keep the processors busy by 40 processes, flood the termination message, hear no request to end",
		"is refused the first; the message is emptied, and all are killed when the grace is over", "", byStatus,
	},
	{"term-survived", "hear no request to end, with children in sessions of their own", "is killed when its grace is over", "", byStatus},
	{"log-held-open", "leave a daemon that holds the log's pipe", "ends at once as completed", "", byStatus},
	{"exit-code-forged", "exit with runner's code for the time limit", "ends as failed with that code, not as out of time", "", byStatus},

	// Bounds.
	{"fork-bomb", "make processes without end that hear no request to end", "gets EAGAIN, ends by its time limit; a neighbour completes", "", byStatus},
	{"memory", "take all memory", "ends as OOMKilled", "", byStatus},
	{"memory-no-limit", "the same where the Workflow sets no limit", "ends as OOMKilled; a neighbour completes", "", byStatus},
	{"tmp-unlinked", "fill /tmp by a file without a name, where the Workflow sets no limit", "ends as OOMKilled; a neighbour completes", "", byStatus},
	{"disk", "fill the volume", "ends as DiskFull where volumes have a size", "", byStatus},
	{"log", "write 100 GB to the log", "the log is cut at LOG_MAX_BYTES", "", byResults},
	{"message-flood", "write a termination message of 256 MiB, on the node's disk", "it is emptied", "", byResults},
	{"message-reserved", "reserve room in the termination message", noRoom, done, byAnswer},
	{"message-reserved-behind", "reserve room behind its end, where its length does not tell", noRoom, done, byAnswer},
	{"message-reserved-by-ioctl", "the same by XFS's request of old", noRoom, done, byAnswer},
	{"message-attribute", "store an attribute with it", noRoom, done, byAnswer},
	{"core-dump", "dump core", "ends as failed with 134; no core of others", "", byStatus},

	// Names in the Workflow.
	{"secret-of-operator", "secretRef: the operator's credentials", "SecretNotAllowed, and no pod", "", byStatus},
	{"secret-of-other", "secretRef: another workflow's secret", "SecretNotAllowed, and no pod", "", byStatus},
	{"secret-as-url", "urlFrom: a Secret of others", "SecretNotAllowed, and no pod", "", byStatus},
	{"secret-as-headers", "headersFrom: a Secret of others", "SecretNotAllowed, and no pod", "", byStatus},
	{"secret-as-account", "credentialsFrom: a Secret of others", "SecretNotAllowed, and no pod", "", byStatus},
	{"secret-as-code", "urlFrom of the code: a Secret of others", "SecretNotAllowed, and no pod", "", byStatus},
	{"claim-of-other", "claim: another workflow's volume", "ClaimNotAllowed, and no pod", "", byStatus},
	{"claim-as-code", "claim of the code: another workflow's volume", "ClaimNotAllowed, and no pod", "", byStatus},
	{"network-unknown", "compute.network: Loopback where nothing proves policies", "NetworkNotAllowed, and no pod", "", byStatus},
	{"folder-above", "an input whose id leads out of its folder", "is refused", "", byStatus},
	{"image-with-command", "an image name with a command in it", "is refused, and runs nothing", "", byStatus},
	{"input-from-metadata", "have the metadata address fetched as an input", "InputFailed", "", byStatus},
	{"input-from-loopback", "have the node's or the pod's loopback fetched as an input", "InputFailed", "", byStatus},
}
