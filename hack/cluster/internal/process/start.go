package process

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
)

// maxLog is how long a log may be when its component starts; a longer one is set aside.
const maxLog = 20 << 20

// path is where the programs find mount, ip, iptables and the like; a user's own PATH may lack the sbin folders.
const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// Start runs a component on its own, so that it outlives the caller and the caller's terminal. It appends to its log.
func Start(component, executable string, args []string, logFile string) error {
	log, err := openLog(logFile)
	if err != nil {
		return fmt.Errorf("start %s: %w", component, err)
	}
	defer log.Close()
	if err := keepInherited(); err != nil {
		return fmt.Errorf("start %s: %w", component, err)
	}
	command := exec.Command(executable, args...)
	command.Args[0] = filepath.Join(filepath.Dir(executable), component)
	command.Env = []string{path, "HOME=/root", mark + "=" + component}
	command.Dir = "/"
	command.Stdout, command.Stderr = log, log
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := command.Start(); err != nil {
		return fmt.Errorf("start %s: %w", component, err)
	}
	go func() { _ = command.Wait() }() // while the caller lives it is the parent, and must collect it
	return nil
}

// keepInherited keeps what the caller left open from being passed on. A component outlives the caller by far, and would hold on
// to its lock file, or to the other end of its pipe.
func keepInherited() error {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return fmt.Errorf("list open files: %w", err)
	}
	for _, e := range entries {
		if fd, err := strconv.Atoi(e.Name()); err == nil && fd > 2 {
			syscall.CloseOnExec(fd)
		}
	}
	return nil
}

func openLog(name string) (*os.File, error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return nil, err
	}
	if info, err := os.Stat(name); err == nil && info.Size() > maxLog {
		if err := os.Rename(name, name+".old"); err != nil {
			return nil, err
		}
	}
	return os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
}
