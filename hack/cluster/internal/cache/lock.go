package cache

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// Lock waits until no other process holds the lock of that name. The kernel lets go of it when its holder dies, so there is no stale one.
func Lock(path string) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	for {
		file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
		if err != nil {
			return nil, err
		}
		if err := flock(file, path); err != nil {
			file.Close()
			return nil, err
		}
		if current(file, path) {
			// The file goes before the lock does, so that nothing is left behind; whoever waited for it sees that and starts over.
			return func() { _, _ = os.Remove(path), file.Close() }, nil
		}
		file.Close()
	}
}

// flock takes the lock, saying so if that means waiting.
func flock(file *os.File, path string) error {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == syscall.EWOULDBLOCK {
		fmt.Fprintf(os.Stderr, "waiting for another run to finish (%s)\n", filepath.Base(path))
		for err = syscall.EINTR; err == syscall.EINTR; {
			err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX)
		}
	}
	return err
}

// current tells whether the open file is still the one at that path.
func current(file *os.File, path string) bool {
	ours, err := file.Stat()
	if err != nil {
		return false
	}
	theirs, err := os.Stat(path)
	return err == nil && os.SameFile(ours, theirs)
}
