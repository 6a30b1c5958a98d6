// Command cluster runs a real one-node Kubernetes on this machine: up, down, and what development needs besides.
//
// It is for development and tests. It does not make clusters that anyone else depends on.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/build"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
)

const usage = `usage: cluster [-source hack/cluster] COMMAND

  up            start the cluster, or put it right; nothing happens if it runs and is healthy
  down          end it and leave nothing behind
  stop NAME...  kill components, such as kubelet, and leave it at that; up puts the cluster right
  restart NAME...  kill components, such as kubelet or kube-apiserver, and put the cluster right
  storage       start the IPFS node, the S3 server and the file server of demonstrations and tests
  load FILE...  put image archives into the cluster, or into $REGISTRY for another one; print the names that pods must use
  assets        print the folder that holds kube-apiserver, etcd, kubectl and the like
  test-assets   the same with kwok, for the tests of faults
  programs NAME...  print a folder that holds programs for tests and measurements: ipfs, versitygw, s5cmd, ipfs-cluster-service, policies
  minors        print such a folder for each of the three newest minors of Kubernetes, the oldest first
  kubeconfig    print the path of the kubeconfig to use

If KUBECONFIG names another cluster that answers, up, storage, load and kubeconfig are about that one.
`

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "cluster:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("cluster", flag.ContinueOnError)
	flags.Usage = func() { fmt.Fprint(os.Stderr, usage) }
	source := flags.String("source", ".", "the folder hack/cluster of the checkout")
	if err := flags.Parse(args); err != nil {
		return err
	}
	store, err := cache.Open()
	if err != nil {
		return err
	}
	app := app{builder: build.Builder{Source: *source, Cache: store}}
	commands := map[string]func(context.Context, []string) error{
		"up": app.up, "down": app.down, "stop": app.stop, "restart": app.restart, "storage": app.storage, "load": app.load, "assets": app.assets, "test-assets": app.testAssets, "programs": app.programs, "minors": app.minors, "kubeconfig": app.kubeconfig,
	}
	command, ok := commands[flags.Arg(0)]
	if !ok {
		flags.Usage()
		return fmt.Errorf("no command %q", flags.Arg(0))
	}
	return command(ctx, flags.Args()[1:])
}
