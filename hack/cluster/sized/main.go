// Command sized-provisioner gives the local cluster volumes that end where their size does, as a provider's do: each is an ext4
// file system in a file of that size. It makes the file and its block device; the kubelet formats and mounts it, as any local
// volume.
package main

import (
	"context"
	"flag"
	"os/signal"
	"syscall"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v10/controller"
)

// name is what storage classes call this provisioner.
const name = "operator-engine-cluster/sized"

func main() {
	kubeconfig := flag.String("kubeconfig", "", "the cluster's kubeconfig")
	folder := flag.String("folder", "", "where the volumes' files are kept")
	node := flag.String("node", "", "the node that this machine is")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if err := run(ctx, *kubeconfig, disks{*folder}, *node); err != nil {
		klog.ErrorS(err, "Ended")
		klog.FlushAndExit(klog.ExitFlushTimeout, 1)
	}
}

func run(ctx context.Context, kubeconfig string, d disks, node string) error {
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
	controller.NewProvisionController(klog.FromContext(ctx), client, name, &provisioner{d, node}, controller.LeaderElection(false)).Run(ctx)
	return nil
}
