package host

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// DetachDisks lets go of the block devices that are files in our folders.
func DetachDisks() error {
	backing, err := filepath.Glob("/sys/block/loop*/loop/backing_file")
	if err != nil {
		return fmt.Errorf("list loop devices: %w", err)
	}
	var errs []error
	for _, file := range backing {
		if !strings.HasPrefix(value(file), StateDir+"/") {
			continue
		}
		device := "/dev/" + filepath.Base(filepath.Dir(filepath.Dir(file)))
		if _, err := Run("losetup", "--detach", device); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
