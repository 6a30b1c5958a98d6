// Command volume-provisioner gives the local cluster its volumes, of two kinds: folders, which share the machine's disk, and
// disks, which end where their size does, as a provider's do.
package main

import (
	"context"
	"flag"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v10/controller"
)

func main() {
	kubeconfig := flag.String("kubeconfig", "", "the cluster's kubeconfig")
	folder := flag.String("folder", "", "where the volumes are kept")
	node := flag.String("node", "", "the node that this machine is")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if err := run(ctx, *kubeconfig, *folder, *node); err != nil {
		klog.ErrorS(err, "Ended")
		klog.FlushAndExit(klog.ExitFlushTimeout, 1)
	}
}

func run(ctx context.Context, kubeconfig, folder, node string) error {
	d := disks{filepath.Join(folder, "disks")}
	if err := d.attachAll(); err != nil {
		return err
	}
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	var kinds sync.WaitGroup
	// What storage classes call the two.
	for name, of := range map[string]kind{"operator-engine-cluster/folder": folders{filepath.Join(folder, "folders")}, "operator-engine-cluster/disk": d} {
		c := controller.NewProvisionController(klog.FromContext(ctx), client, name, &provisioner{of, node}, controller.LeaderElection(false))
		kinds.Go(func() { c.Run(ctx) })
	}
	kinds.Wait()
	return nil
}
