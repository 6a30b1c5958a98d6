package host

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// sbin is searched even where a user's PATH leaves it out.
const sbin = ":/usr/local/sbin:/usr/sbin:/sbin"

// Run runs a program of the system and returns what it printed. What it printed on its error stream is part of the error.
func Run(name string, args ...string) (string, error) {
	if !strings.Contains(os.Getenv("PATH"), sbin) {
		os.Setenv("PATH", os.Getenv("PATH")+sbin)
	}
	var out, errs strings.Builder
	command := exec.Command(name, args...)
	command.Stdout, command.Stderr = &out, &errs
	if err := command.Run(); err != nil {
		return out.String(), fmt.Errorf("run %s %s: %w: %s", name, strings.Join(args, " "), err, strings.TrimSpace(errs.String()))
	}
	return out.String(), nil
}
