package process

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func TestAComponentHoldsNothingThatItsCallerHadOpen(t *testing.T) {
	lock := filepath.Join(t.TempDir(), "lock")
	// Not by os.OpenFile, which keeps files from being passed on.
	fd, err := syscall.Open(lock, syscall.O_CREAT|syscall.O_RDWR, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(fd)
	p := begin(t, "test-component-d")
	defer func() { _ = p.Stop(time.Minute) }()
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", p.PID))
	if err != nil || len(files) < 3 {
		t.Fatalf("its open files cannot be seen: %v %v", files, err)
	}
	for _, file := range files {
		if target, _ := os.Readlink(file); target == lock {
			t.Errorf("it holds %s", file)
		}
	}
}
