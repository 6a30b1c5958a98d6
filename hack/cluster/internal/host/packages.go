package host

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
)

// tools are the files that the cluster needs from the system, any one of each list, and the Debian package that brings it.
var tools = []struct {
	pack  string
	paths []string
}{
	{"containerd", []string{"/usr/bin/containerd", "/usr/local/bin/containerd"}},
	{"runc", []string{"/usr/sbin/runc", "/usr/bin/runc", "/usr/local/sbin/runc"}},
	{"containernetworking-plugins", []string{"/usr/lib/cni/bridge", "/opt/cni/bin/bridge"}},
	{"iptables", []string{"/usr/sbin/iptables"}},
	{"iproute2", []string{"/usr/sbin/ip", "/usr/bin/ip", "/sbin/ip"}},
	{"e2fsprogs", []string{"/usr/sbin/mkfs.ext4", "/sbin/mkfs.ext4"}},
	{"conntrack", []string{"/usr/sbin/conntrack"}},
	{"busybox-static", []string{"/bin/busybox"}},
	{"curl", []string{"/usr/bin/curl"}},
	{"debootstrap", []string{"/usr/sbin/debootstrap"}},
	{"ca-certificates", []string{"/etc/ssl/certs/ca-certificates.crt"}},
}

// EnsurePackages installs what the machine lacks of the named packages, or of all of them if none is named.
func EnsurePackages(names ...string) error {
	missing := lacking(names)
	if len(missing) == 0 {
		return nil
	}
	if _, err := exec.LookPath("apt-get"); err != nil {
		return fmt.Errorf("this machine lacks %s, and has no apt-get to install it with", strings.Join(missing, ", "))
	}
	if os.Geteuid() != 0 {
		return fmt.Errorf("this machine lacks %s, and only root may install it", strings.Join(missing, ", "))
	}
	return cache.Step("install "+strings.Join(missing, " "), func() error {
		if err := apt("update"); err != nil {
			cache.Say("apt-get update: %v; going on with the lists that are there", err)
		}
		return apt(append([]string{"install", "-y", "--no-install-recommends"}, missing...)...)
	})
}

// lacking names the packages of which no file is there.
func lacking(names []string) []string {
	var missing []string
	for _, t := range tools {
		wanted := len(names) == 0 || slices.Contains(names, t.pack)
		if wanted && !slices.ContainsFunc(t.paths, exists) {
			missing = append(missing, t.pack)
		}
	}
	return missing
}

func apt(args ...string) error {
	command := exec.Command("apt-get", append([]string{"-q"}, args...)...)
	command.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("apt-get %s: %w\n%s", args[0], err, out)
	}
	return nil
}

// CNIPlugins is the folder of the CNI plugins.
func CNIPlugins() string {
	if exists("/usr/lib/cni/bridge") {
		return "/usr/lib/cni"
	}
	return "/opt/cni/bin"
}
