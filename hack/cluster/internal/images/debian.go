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

// Debian's release that systems are made of, and where the packages come from.
const (
	suite  = "bookworm"
	mirror = "http://deb.debian.org/debian"
)

// Interpreters are images of the kind that consumers bring, for the algorithms of demonstrations and tests.
var Interpreters = []Recipe{Python, Node}

// trimmed is what no algorithm reads.
var trimmed = []string{
	"usr/share/doc", "usr/share/man", "usr/share/info", "usr/share/locale", "usr/share/lintian", "usr/share/bug",
	"var/cache", "var/lib/apt/lists", "var/log", "dev", "proc", "sys", "debootstrap",
}

// debian is an image of the least of Debian and one package more, with what that depends on.
type debian struct {
	ref     string
	pack    string
	command string
	finish  func(root string) error // what is left to do in the system before it is packed; may be nil
}

func (d debian) recipe() Recipe {
	return Recipe{Ref: d.ref, Slow: "about a minute", key: d.key, make: d.make, tidy: d.remove}
}

// key needs no package: the name of the image is beside it, and what finishes the system is recipeVersion's matter.
func (d debian) key(Maker) (string, error) {
	return cache.Key(append([]string{recipeVersion, suite, mirror}, trimmed...))
}

func (d debian) make(m Maker) (oci.Image, error) {
	if err := d.install(m); err != nil {
		return oci.Image{}, err
	}
	root := d.root(m)
	if d.finish != nil {
		if err := d.finish(root); err != nil {
			return oci.Image{}, err
		}
	}
	files, err := oci.Tree(root, func(rel string) bool { return !slices.Contains(trimmed, rel) })
	if err != nil {
		return oci.Image{}, err
	}
	for _, empty := range []string{"/dev", "/proc", "/sys", "/var/log", "/var/cache"} {
		files = append(files, oci.Dir(empty, 0o755))
	}
	return oci.Image{Ref: d.ref, Files: files, Config: v1.Config{
		Cmd: []string{d.command}, Env: []string{oci.Path, "LANG=C.UTF-8"},
	}}, nil
}

// install has debootstrap make the system.
func (d debian) install(m Maker) error {
	root := d.root(m)
	if err := d.remove(m); err != nil {
		return fmt.Errorf("remove an unfinished system: %w", err)
	}
	if err := os.MkdirAll(root, 0o755); err != nil {
		return fmt.Errorf("make room for a Debian system: %w", err)
	}
	if _, err := host.Run("debootstrap", "--variant=minbase", "--include="+d.pack, suite, root, mirror); err != nil {
		return fmt.Errorf("install Debian with %s: %w\n%s", d.pack, err, tail(filepath.Join(root, "debootstrap", "debootstrap.log")))
	}
	return nil
}

// root is in the cache and not in /tmp, which may forbid devices or programs, and which may be small.
func (d debian) root(m Maker) string {
	name, _, _ := strings.Cut(d.ref, ":")
	return filepath.Join(m.Cache.Dir, "."+name+"-rootfs")
}

// remove removes what debootstrap made, and before that what it mounts while at work, so that a run that was killed does no harm.
func (d debian) remove(m Maker) error {
	root := d.root(m)
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
