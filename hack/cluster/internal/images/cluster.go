package images

import (
	"fmt"
	"io/fs"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/build"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/host"
	"github.com/oceanprotocol/operator-engine/hack/image/oci"
)

// recipeVersion goes into every image's key. Raise it when a recipe changes in a way that its inputs do not show.
const recipeVersion = "1"

// busyboxPath is the static busybox of Debian's package busybox-static.
const (
	busyboxPath = "/bin/busybox"
	busyboxRef  = "busybox:1.35"
)

// The images that every cluster has.
var (
	Pause   = program("operator-engine-cluster/pause:v1", build.Pause)
	CoreDNS = program("operator-engine-cluster/coredns:"+build.CoreDNS.Version, build.CoreDNS)
	Busybox = Recipe{Ref: busyboxRef, key: busyboxKey, make: busybox}
)

// program is the recipe of an image that holds busybox and one static program of ours, which it starts.
func program(ref string, p build.Program) Recipe {
	return Recipe{
		Ref: ref,
		key: func(m Maker) (string, error) {
			key, err := m.Key(p)
			if err != nil {
				return "", err
			}
			return cache.Key([]string{recipeVersion, ref, key}, busyboxPath)
		},
		make: func(m Maker) (oci.Image, error) {
			path, err := m.Build(p)
			if err != nil {
				return oci.Image{}, err
			}
			files, err := busyboxFiles()
			if err != nil {
				return oci.Image{}, err
			}
			return oci.Image{
				Ref: ref, Files: append(files, oci.Program("/bin/"+p.Name, path)),
				Config: v1.Config{Entrypoint: []string{"/bin/" + p.Name}},
			}, nil
		},
	}
}

func busyboxKey(Maker) (string, error) {
	return cache.Key([]string{recipeVersion, busyboxRef}, busyboxPath)
}

func busybox(Maker) (oci.Image, error) {
	files, err := busyboxFiles()
	return oci.Image{Ref: busyboxRef, Files: files, Config: v1.Config{Cmd: []string{"sh"}}}, err
}

// busyboxFiles is a small system around the static busybox: a link for each of its commands, and the usual folders.
func busyboxFiles() ([]oci.File, error) {
	listing, err := host.Run(busyboxPath, "--list")
	if err != nil {
		return nil, fmt.Errorf("list busybox's commands: %w", err)
	}
	files := []oci.File{
		oci.Dir("/bin", 0o755), oci.Dir("/etc", 0o755), oci.Dir("/root", 0o700), oci.Dir("/var", 0o755),
		oci.Dir("/tmp", 0o777|fs.ModeSticky), oci.Dir("/usr", 0o755), oci.Dir("/usr/bin", 0o755),
		oci.Symlink("/usr/bin/env", "/bin/busybox"),
		oci.Text("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\nnonroot:x:65532:65532:nonroot:/tmp:/bin/sh\n"),
		oci.Text("/etc/group", "root:x:0:\nnogroup:x:65534:\nnonroot:x:65532:\n"),
		oci.Text("/etc/nsswitch.conf", "hosts: files dns\n"),
		{Path: "/etc/ssl/certs/ca-certificates.crt", Mode: 0o644, From: "/etc/ssl/certs/ca-certificates.crt"},
		oci.Dir("/etc/ssl", 0o755), oci.Dir("/etc/ssl/certs", 0o755),
	}
	for _, command := range strings.Fields(listing) {
		files = append(files, oci.Symlink("/bin/"+command, "busybox"))
	}
	return append(files, oci.Program("/bin/busybox", busyboxPath)), nil
}
