package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/oceanprotocol/operator-engine/hack/image/oci"
)

// nonroot is the user that the programs run as; the cluster's pods name the same number.
const nonroot = 65532

// pack writes the archive, unless it already holds exactly this image.
func (o options) pack() error {
	image := o.image()
	built, err := image.Build()
	if err != nil {
		return err
	}
	digest, err := built.Digest()
	if err != nil {
		return fmt.Errorf("compute the digest of %s: %w", o.ref, err)
	}
	want := oci.Entry{Name: oci.FullName(o.ref), Digest: digest.String()}
	if have, err := oci.ReadArchive(o.out); err == nil && have == want {
		fmt.Fprintf(os.Stderr, "image: %s is up to date (%s)\n", o.ref, digest)
		return nil
	}
	if err := oci.WriteArchive(o.out, o.ref, built); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "image: wrote %s to %s (%s)\n", o.ref, o.out, digest)
	return nil
}

// image describes the operator's image.
func (o options) image() oci.Image {
	files := []oci.File{
		oci.Dir("/etc", 0o755), oci.Dir("/etc/ssl", 0o755), oci.Dir("/etc/ssl/certs", 0o755),
		oci.Dir("/tmp", 0o777|fs.ModeSticky),
		oci.Text("/etc/passwd", fmt.Sprintf("root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:%[1]d:%[1]d:nonroot:/tmp:/sbin/nologin\n", nonroot)),
		oci.Text("/etc/group", fmt.Sprintf("root:x:0:\nnonroot:x:%d:\n", nonroot)),
		{Path: "/etc/ssl/certs/ca-certificates.crt", Mode: 0o644, From: o.certificates},
	}
	for _, p := range programs {
		files = append(files, oci.Program("/"+p, filepath.Join(o.binDir, p)))
	}
	return oci.Image{Ref: o.ref, Files: files, Config: v1.Config{
		User:       fmt.Sprintf("%[1]d:%[1]d", nonroot),
		Entrypoint: []string{"/manager"},
		WorkingDir: "/",
		Labels: map[string]string{
			"org.opencontainers.image.title":    "operator-engine",
			"org.opencontainers.image.version":  o.version,
			"org.opencontainers.image.licenses": "Apache-2.0",
			"org.opencontainers.image.source":   "https://github.com/oceanprotocol/operator-engine",
		},
	}}
}
