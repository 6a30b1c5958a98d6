package images

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/host"
	"github.com/oceanprotocol/operator-engine/hack/image/oci"
)

// The name of the image, Debian's release that it is made of, and where the packages come from.
const (
	pythonRef = "python:3.11"
	suite     = "bookworm"
	mirror    = "http://deb.debian.org/debian"
)

// Python is a Debian system with Python's whole standard library: an image of the kind that consumers bring.
var Python = Recipe{Ref: pythonRef, Slow: "about a minute", key: pythonKey, make: python, tidy: removeSystem}

// trimmed is what no algorithm reads.
var trimmed = []string{
	"usr/share/doc", "usr/share/man", "usr/share/info", "usr/share/locale", "usr/share/lintian", "usr/share/bug",
	"var/cache", "var/lib/apt/lists", "var/log", "dev", "proc", "sys", "debootstrap",
}

func pythonKey(Maker) (string, error) {
	return cache.Key(append([]string{recipeVersion, suite, mirror}, trimmed...))
}

func python(m Maker) (oci.Image, error) {
	root := pythonRoot(m)
	if err := removeSystem(m); err != nil {
		return oci.Image{}, fmt.Errorf("remove an unfinished system: %w", err)
	}
	if err := os.MkdirAll(root, 0o755); err != nil {
		return oci.Image{}, fmt.Errorf("make room for a Debian system: %w", err)
	}
	if _, err := host.Run("debootstrap", "--variant=minbase", "--include=python3", suite, root, mirror); err != nil {
		return oci.Image{}, fmt.Errorf("install Debian with Python: %w\n%s", err, tail(filepath.Join(root, "debootstrap", "debootstrap.log")))
	}
	// Compiled modules remember when their source changed, which the image does not keep. Ones that trust their source start fast everywhere.
	compile := []string{root, "python3", "-m", "compileall", "-q", "-f", "--invalidation-mode", "unchecked-hash", "/usr/lib/python3.11"}
	if _, err := host.Run("chroot", compile...); err != nil {
		return oci.Image{}, fmt.Errorf("compile Python's library: %w", err)
	}
	files, err := oci.Tree(root, func(rel string) bool { return !slices.Contains(trimmed, rel) })
	if err != nil {
		return oci.Image{}, err
	}
	files = append(files, oci.Symlink("/usr/bin/python", "python3"),
		oci.Dir("/dev", 0o755), oci.Dir("/proc", 0o755), oci.Dir("/sys", 0o755), oci.Dir("/var/log", 0o755), oci.Dir("/var/cache", 0o755))
	return oci.Image{Ref: pythonRef, Files: files, Config: v1.Config{
		Cmd: []string{"python3"}, Env: []string{oci.Path, "LANG=C.UTF-8"},
	}}, nil
}

// pythonRoot is in the cache and not in /tmp, which may forbid devices or programs, and which may be small.
func pythonRoot(m Maker) string { return filepath.Join(m.Cache.Dir, ".python-rootfs") }

// removeSystem removes what debootstrap made, and before that what it mounts while at work, so that a run that was killed does no harm.
func removeSystem(m Maker) error {
	root := pythonRoot(m)
	if err := host.Unmount(root); err != nil {
		return err
	}
	return os.RemoveAll(root)
}

// tail returns the last lines of a log that may not exist.
func tail(name string) string {
	content, err := os.ReadFile(name)
	if err != nil {
		return ""
	}
	lines := strings.Split(strings.TrimSpace(string(content)), "\n")
	return strings.Join(lines[max(0, len(lines)-15):], "\n")
}
