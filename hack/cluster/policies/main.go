// Command policies enforces network policies on the node of the local cluster, whose network plugin does not. What a policy
// means for a connection is decided by kube-network-policies, of Kubernetes' SIG Network. This leads packets to it, and
// keeps those of a pod that the API server does not know by its address yet.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/kube-network-policies/pkg/networkpolicy"
)

// The numbers of the kernel's queues, and the table that kube-network-policies makes for itself where the kernel lets
// nftables queue packets.
const (
	judgeQueue = 4954
	holdQueue  = 4955
	table      = "operator-engine-policies"
)

type options struct {
	kubeconfig, node, namespace string

	rules rules
	clean bool
}

func main() {
	var o options
	flag.StringVar(&o.kubeconfig, "kubeconfig", "", "the cluster's kubeconfig")
	flag.StringVar(&o.namespace, "namespace", "", "enforce the policies of this namespace only; empty: those of all")
	flag.BoolVar(&o.clean, "clean", false, "take away what one that was killed has left, and end")
	flag.StringVar(&o.node, "node", "local", "the node that this machine is")
	flag.StringVar(&o.rules.bridge, "bridge", "oe-cluster0", "the bridge that pods are on")
	flag.StringVar(&o.rules.subnet, "subnet", "10.244.0.0/22", "the addresses of pods")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "policies:", err)
		os.Exit(1)
	}
}

// run enforces until it is told to end, and leaves no rule behind.
func run(ctx context.Context, o options) (err error) {
	if err := o.rules.clean(); err != nil || o.clean {
		return err
	}
	config, err := clientcmd.BuildConfigFromFlags("", o.kubeconfig)
	if err != nil {
		return fmt.Errorf("read %s: %w", o.kubeconfig, err)
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return fmt.Errorf("make a client: %w", err)
	}
	ended := make(chan error, 1)
	if err := serve(ctx, client, o, ended); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.rules.clean()) }()
	if err := o.rules.add(); err != nil {
		return err
	}
	fmt.Println("policies: enforced")
	return <-ended
}

// serve starts what answers for the packets of both queues, and returns when the kernel has somebody to hand them to.
func serve(ctx context.Context, client kubernetes.Interface, o options, ended chan<- error) error {
	all := informers.NewSharedInformerFactory(client, 0)
	chosen := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithNamespace(o.namespace))
	// A pod that has ended keeps its address on record when another has it already.
	living := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithTweakListOptions(func(l *metav1.ListOptions) {
		l.FieldSelector = "status.phase!=Succeeded,status.phase!=Failed"
	}))
	pods := living.Core().V1().Pods()
	judge, err := networkpolicy.NewController(client, chosen.Networking().V1().NetworkPolicies(), all.Core().V1().Namespaces(), pods, nil, nil, nil, nil,
		networkpolicy.Config{QueueID: judgeQueue, NodeName: o.node, NFTableName: table})
	if err != nil {
		return fmt.Errorf("make the judge of packets: %w", err)
	}
	h, err := newHold(pods.Informer())
	if err != nil {
		return err
	}
	for _, f := range []informers.SharedInformerFactory{all, chosen, living} {
		f.Start(ctx.Done())
	}
	go func() { ended <- judge.Run(ctx) }()
	if err := h.serve(ctx); err != nil {
		return err
	}
	return served(ctx, judgeQueue, holdQueue)
}
