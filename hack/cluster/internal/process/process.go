// Package process starts long-running programs, finds them again, and ends them.
//
// A program carries a mark in its environment, which the kernel keeps for as long as the process lives. So there are no
// pid files that can be stale or lost, and nothing is ever ended because of its name or of a number that another process has by now.
package process

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// mark is the variable that tells a process of ours, and which one it is.
const mark = "OPERATOR_ENGINE_CLUSTER_COMPONENT"

// Process is a running process of ours, held by a handle that cannot come to mean another one.
type Process struct {
	PID       int
	Component string // the mark; inherited by children
	Program   string // base name of its first argument
	handle    *os.Process
}

// List finds every process that carries the mark.
func List() ([]Process, error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	var found []Process
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		if p, ok := open(pid); ok {
			found = append(found, p)
		}
	}
	return found, nil
}

// Find returns the process of a component itself, not its children.
func Find(component string) (Process, bool, error) {
	all, err := List()
	if err != nil {
		return Process{}, false, err
	}
	for _, p := range all {
		if p.Component == component && p.Program == component {
			return p, true, nil
		}
	}
	return Process{}, false, nil
}

// open takes hold of a process first and looks at it afterwards, so that what was looked at is what is held.
func open(pid int) (Process, bool) {
	if _, marked := read(pid); !marked {
		return Process{}, false
	}
	handle, err := os.FindProcess(pid) // a pidfd: it keeps meaning this process
	if err != nil {
		return Process{}, false
	}
	p, marked := read(pid)
	p.handle = handle
	return p, marked
}

func read(pid int) (Process, bool) {
	folder := filepath.Join("/proc", strconv.Itoa(pid))
	environ, err := os.ReadFile(filepath.Join(folder, "environ"))
	if err != nil {
		return Process{}, false
	}
	component, marked := componentOf(environ)
	if !marked {
		return Process{}, false
	}
	arguments, err := os.ReadFile(filepath.Join(folder, "cmdline"))
	if err != nil || len(arguments) == 0 { // a zombie has none
		return Process{}, false
	}
	return Process{PID: pid, Component: component, Program: programOf(arguments)}, true
}

// componentOf reads the mark from an environment as the kernel shows it, entries divided by zero bytes.
func componentOf(environ []byte) (string, bool) {
	for entry := range bytes.SplitSeq(environ, []byte{0}) {
		if value, ok := strings.CutPrefix(string(entry), mark+"="); ok {
			return value, true
		}
	}
	return "", false
}

// programOf reads the base name of the first argument.
func programOf(cmdline []byte) string {
	first, _, _ := bytes.Cut(cmdline, []byte{0})
	return filepath.Base(string(first))
}

// Stop asks a process to end and kills it when it has not after the grace time.
func (p Process) Stop(grace time.Duration) error {
	_ = p.handle.Signal(syscall.SIGCONT) // one that was stopped cannot hear
	_ = p.handle.Signal(syscall.SIGTERM)
	if p.gone(grace) {
		return nil
	}
	return p.Kill()
}

// Kill ends a process at once.
func (p Process) Kill() error {
	_ = p.handle.Signal(syscall.SIGKILL)
	if p.gone(10 * time.Second) {
		return nil
	}
	return fmt.Errorf("end %s (pid %d): it is still there", p.Component, p.PID)
}

// gone waits for the end of a process. Process 1 collects the dead; until then they are zombies, which count as gone.
func (p Process) gone(limit time.Duration) bool {
	for deadline := time.Now().Add(limit); ; time.Sleep(10 * time.Millisecond) {
		if now, marked := read(p.PID); !marked || now.Component != p.Component {
			return true
		}
		if time.Now().After(deadline) {
			return false
		}
	}
}
