package images

import (
	"testing"

	"github.com/oceanprotocol/operator-engine/hack/image/oci"
)

func TestAnImageIsThereOnlyWithItsVeryDigest(t *testing.T) {
	listing := "REF TYPE DIGEST SIZE\ndocker.io/library/busybox:1.35 application/vnd.oci.image.manifest.v1+json sha256:aa 2.3 MiB linux/amd64 -\n"
	for entry, want := range map[oci.Entry]bool{
		{Name: "docker.io/library/busybox:1.35", Digest: "sha256:aa"}: true,
		{Name: "docker.io/library/busybox:1.35", Digest: "sha256:bb"}: false,
		{Name: "docker.io/library/busybox:1.3", Digest: "sha256:aa"}:  false,
	} {
		if has(listing, entry) != want {
			t.Errorf("%v is there: %v", entry, !want)
		}
	}
}
