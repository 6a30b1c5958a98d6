// Package build compiles the programs that the cluster consists of, each from a Go module of its own, into the cache.
package build

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
)

// Program is one executable.
type Program struct {
	Name    string // of the executable
	Module  string // folder of its module, under the builder's source folder
	Package string // what to build there
	Version string // for people, and for the names of images
	Stamps  []string
	Slow    string // how long a first build takes, where that is long
}

// Builder builds programs from a checkout into the cache.
type Builder struct {
	Source string // hack/cluster of the checkout
	Cache  cache.Cache
}

// Key tells builds of one program apart: it changes with the module's files, the flags and the Go release.
func (b Builder) Key(p Program) (string, error) {
	dir := filepath.Join(b.Source, p.Module)
	sources, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return "", fmt.Errorf("list the sources of %s: %w", p.Name, err)
	}
	words := append([]string{p.Name, p.Package, runtime.Version(), runtime.GOARCH}, flags(p)...)
	return cache.Key(words, append(sources, filepath.Join(dir, "go.mod"), filepath.Join(dir, "go.sum"))...)
}

// Build returns the path of the executable, compiling it unless the cache has it.
func (b Builder) Build(p Program) (string, error) {
	key, err := b.Key(p)
	if err != nil {
		return "", err
	}
	dir, err := b.Cache.Ensure(filepath.Join("bin", p.Name), key, func(temp string) error {
		what := fmt.Sprintf("build %s %s", p.Name, p.Version)
		if p.Slow != "" {
			what += " (the first time: " + p.Slow + ")"
		}
		return cache.Step(what, func() error { return b.compile(p, filepath.Join(temp, p.Name)) })
	})
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, p.Name), nil
}

func (b Builder) compile(p Program, out string) error {
	b.prefetch(p)
	args := append([]string{"build"}, flags(p)...)
	command := exec.Command("go", append(args, "-o", out, p.Package)...)
	command.Dir = filepath.Join(b.Source, p.Module)
	// The compiler is a Go program too: with more room it spends less of two cores on collecting garbage.
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=", "GOGC=400")
	command.Stdout, command.Stderr = os.Stderr, os.Stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("build %s in %s: %w", p.Name, command.Dir, err)
	}
	return nil
}

// flags make the build independent of where the checkout lies.
func flags(p Program) []string {
	ld := []string{"-s", "-w"}
	for _, s := range p.Stamps {
		ld = append(ld, "-X", s)
	}
	return []string{"-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags", strings.Join(ld, " ")}
}
