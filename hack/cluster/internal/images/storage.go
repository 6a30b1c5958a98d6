package images

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/build"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/host"
	"github.com/oceanprotocol/operator-engine/hack/image/oci"
)

// dataRef is the image of the demonstration's data set, from whichever version of ieee-data this machine's Debian has.
const dataRef = "ocean-demo-data:ieee"

// The images of the storage that demonstrations and tests use.
var (
	Kubo = program("kubo:"+build.Kubo.Version, build.Kubo)
	S3   = program("versitygw:"+build.S3.Version, build.S3)
	Data = Recipe{Ref: dataRef, key: dataKey, make: data}
)

func dataKey(Maker) (string, error) {
	return cache.Key([]string{recipeVersion, dataRef, "health"}, busyboxPath)
}

// data is busybox with a real table: the registry of network hardware makers, of more than 30,000 rows.
func data(_ Maker) (oci.Image, error) {
	folder, err := os.MkdirTemp("", "demo-data")
	if err != nil {
		return oci.Image{}, fmt.Errorf("make room for the data set: %w", err)
	}
	defer os.RemoveAll(folder)
	download := exec.Command("apt-get", "-q", "download", "ieee-data")
	download.Dir = folder
	if out, err := download.CombinedOutput(); err != nil {
		return oci.Image{}, fmt.Errorf("download Debian's package ieee-data: %w\n%s", err, out)
	}
	packages, err := filepath.Glob(filepath.Join(folder, "ieee-data_*.deb"))
	if err != nil {
		return oci.Image{}, fmt.Errorf("find Debian's package ieee-data where it was downloaded to: %w", err)
	}
	if len(packages) != 1 {
		return oci.Image{}, fmt.Errorf("find Debian's package ieee-data where it was downloaded to: there are %d", len(packages))
	}
	if _, err := host.Run("dpkg-deb", "-x", packages[0], folder); err != nil {
		return oci.Image{}, fmt.Errorf("unpack Debian's package ieee-data: %w", err)
	}
	table, err := os.ReadFile(filepath.Join(folder, "usr/share/ieee-data/oui.csv"))
	if err != nil {
		return oci.Image{}, fmt.Errorf("read the data set: %w", err)
	}
	files, err := busyboxFiles()
	if err != nil {
		return oci.Image{}, err
	}
	files = append(files, oci.Dir("/data", 0o755), oci.File{Path: "/data/oui.csv", Mode: 0o644, Data: table},
		oci.Text("/data/health", "ok\n"), oci.Text("/etc/httpd.conf", ".csv:text/csv\n"))
	return oci.Image{Ref: dataRef, Files: files, Config: v1.Config{Cmd: []string{"httpd", "-f", "-p", "8080", "-h", "/data", "-c", "/etc/httpd.conf"}}}, nil
}
