// Command image builds the operator's own image: four static programs, certificates and an unprivileged user, nothing else.
//
// It needs no container daemon. When nothing changed it leaves the archive as it is.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "image:", err)
		os.Exit(1)
	}
}

// options is what the flags say.
type options struct {
	ref, version, out, module, binDir, certificates, symbol string
}

func run(args []string) error {
	var o options
	flags := flag.NewFlagSet("image", flag.ContinueOnError)
	flags.StringVar(&o.ref, "ref", "", "name of the image (required)")
	flags.StringVar(&o.version, "version", "", "version stamped into the programs and the image's labels (required)")
	flags.StringVar(&o.out, "out", "operator-engine.tar", "archive to write")
	flags.StringVar(&o.module, "module", ".", "folder of the Go module that holds cmd/manager, cmd/configure, cmd/publish and cmd/runner")
	flags.StringVar(&o.binDir, "bin-dir", "", "folder that keeps the built programs (default: beside -out)")
	flags.StringVar(&o.certificates, "certificates", "/etc/ssl/certs/ca-certificates.crt", "certificate authorities to put into the image")
	flags.StringVar(&o.symbol, "version-symbol", "", "Go variable that gets the version (default: Version of <module>/internal/version)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if o.ref == "" || o.version == "" {
		return errors.New("-ref and -version are required")
	}
	if o.binDir == "" {
		o.binDir = o.out + ".bin"
	}
	if err := o.compile(); err != nil {
		return err
	}
	return o.pack()
}
