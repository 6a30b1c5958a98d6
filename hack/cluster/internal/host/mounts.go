package host

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
)

// Unmount takes away every mount under the given folders, the innermost first.
func Unmount(folders ...string) error {
	file, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return fmt.Errorf("list mounts: %w", err)
	}
	defer file.Close()
	points := mountsUnder(bufio.NewScanner(file), folders...)
	var errs []error
	for _, point := range points {
		if err := syscall.Unmount(point, syscall.MNT_DETACH); err != nil && !errors.Is(err, syscall.EINVAL) {
			errs = append(errs, fmt.Errorf("unmount %s: %w", point, err))
		}
	}
	return errors.Join(errs...)
}

// mountsUnder reads a mountinfo table and returns the mount points under the given folders, the latest first.
func mountsUnder(lines *bufio.Scanner, folders ...string) []string {
	var points []string
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 5 {
			continue
		}
		point := unescape(fields[4])
		for _, folder := range folders {
			if strings.HasPrefix(point, folder+"/") || point == folder {
				points = append(points, point)
			}
		}
	}
	slices.Reverse(points)
	return points
}

// unescape undoes the octal escapes of mountinfo.
func unescape(s string) string {
	return strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`).Replace(s)
}
