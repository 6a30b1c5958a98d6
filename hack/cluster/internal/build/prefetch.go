package build

import (
	"os"
	"os/exec"
	"path/filepath"
	"sync"
)

// prefetched keeps the downloads to one round for each run of the program.
var prefetched sync.Once

// prefetch downloads the modules of everything that will be built later, the operator itself included, while the first
// program is compiled: that keeps both cores busy and the network idle. What goes wrong here goes wrong again where it
// matters, and is told there.
func (b Builder) prefetch(first Program) {
	prefetched.Do(func() {
		go func() {
			for _, p := range []Program{Volumes, CoreDNS, Kubo, S3} {
				if p.Name != first.Name {
					b.download(p.Module, p.Package)
				}
			}
			b.download(filepath.Join("..", ".."), "./cmd/...")
		}()
	})
}

// download has the go command look at all files of a package's dependencies, which it must fetch for that.
func (b Builder) download(module, pkg string) {
	list := exec.Command("go", "list", "-mod=readonly", "-deps", pkg)
	list.Dir = filepath.Join(b.Source, module)
	list.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=")
	_ = list.Run()
}
