package images

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/build"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
)

func TestWhatIsLeftOfOneSystemIsRemovedAndThatOfAnotherStays(t *testing.T) {
	m := Maker{Builder: build.Builder{Cache: cache.Cache{Dir: t.TempDir()}}}
	python, node := filepath.Join(m.Cache.Dir, ".python-rootfs"), filepath.Join(m.Cache.Dir, ".node-rootfs")
	for _, root := range []string{python, node} {
		if err := os.MkdirAll(filepath.Join(root, "usr"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := Node.tidy(m); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(node); !os.IsNotExist(err) {
		t.Errorf("Node's is still there: %v", err)
	}
	if _, err := os.Stat(python); err != nil {
		t.Errorf("Python's may be at work: %v", err)
	}
}
