package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// programs are the commands of the module that the image holds, each at the root of its file system.
var programs = []string{"manager", "configure", "publish", "runner"}

// compile builds the programs without C, so that they run in an image that has no library at all.
// Go's own cache makes it quick when nothing changed.
func (o options) compile() error {
	dir, err := filepath.Abs(o.binDir)
	if err != nil {
		return fmt.Errorf("find folder %s: %w", o.binDir, err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make folder for programs: %w", err)
	}
	symbol, err := o.versionSymbol()
	if err != nil {
		return err
	}
	args := []string{"build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -X " + symbol + "=" + o.version, "-o", dir + "/"}
	for _, p := range programs {
		args = append(args, "./cmd/"+p)
	}
	build := exec.Command("go", args...)
	build.Dir = o.module
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOGC=400")
	build.Stdout, build.Stderr = os.Stderr, os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("build the programs of %s: %w", o.module, err)
	}
	return nil
}

// versionSymbol names the Go variable that the linker sets.
func (o options) versionSymbol() (string, error) {
	if o.symbol != "" {
		return o.symbol, nil
	}
	list := exec.Command("go", "list", "-m")
	list.Dir = o.module
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		return "", fmt.Errorf("ask for the name of the module in %s: %w", o.module, err)
	}
	return strings.TrimSpace(string(out)) + "/internal/version.Version", nil
}
