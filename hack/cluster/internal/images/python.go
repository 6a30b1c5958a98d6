package images

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/host"
)

// Python is a Debian system with Python's whole standard library.
var Python = debian{ref: "python:3.11", pack: "python3", command: "python3", finish: finishPython}.recipe()

func finishPython(root string) error {
	// Compiled modules remember when their source changed, which the image does not keep. Ones that trust their source start fast everywhere.
	compile := []string{root, "python3", "-m", "compileall", "-q", "-f", "--invalidation-mode", "unchecked-hash", "/usr/lib/python3.11"}
	if _, err := host.Run("chroot", compile...); err != nil {
		return fmt.Errorf("compile Python's library: %w", err)
	}
	if err := os.Symlink("python3", filepath.Join(root, "usr/bin/python")); err != nil {
		return fmt.Errorf("give Python its short name: %w", err)
	}
	return nil
}
