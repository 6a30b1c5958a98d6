// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"
	"sigs.k8s.io/controller-runtime/pkg/envtest"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// cluster is a real API server and a real controller-manager, with nodes that kwok keeps alive.
type cluster struct {
	env      *envtest.Environment
	config   *rest.Config
	scheme   *runtime.Scheme
	mapper   meta.RESTMapper
	admin    client.WithWatch
	recorder *recorder
	receiver *receiver

	folder    string
	processes []*process
	cancel    context.CancelFunc
}

// controllers are those of the controller-manager that a workflow meets. The others would only cost time.
const controllers = "job-controller,garbage-collector-controller,namespace-controller,persistentvolumeclaim-protection-controller," +
	"resourcequota-controller,node-lifecycle-controller,taint-eviction-controller,pod-garbage-collector-controller,ttl-after-finished-controller"

func startCluster() (*cluster, error) {
	c := &cluster{scheme: newScheme(), env: &envtest.Environment{CRDDirectoryPaths: []string{"../../config/crd"}, ErrorIfCRDPathMissing: true}}
	// What is tested is the operator's patience, not the server's: nobody is to wait for his turn.
	c.env.ControlPlane.GetAPIServer().Configure().
		Set("enable-priority-and-fairness", "false").
		Set("max-requests-inflight", "0").Set("max-mutating-requests-inflight", "0")
	// They are Go programs: with more room they spend less of a small machine on collecting garbage.
	if err := os.Setenv("GOGC", "400"); err != nil {
		return nil, err
	}
	var err error
	if c.folder, err = os.MkdirTemp("", "faults-"); err != nil {
		return nil, err
	}
	if c.config, err = c.env.Start(); err != nil {
		return nil, err
	}
	c.config.QPS, c.config.DisableCompression = -1, true
	if err := c.connect(); err != nil {
		c.stop()
		return nil, err
	}
	if err := c.populate(); err != nil {
		for _, p := range c.processes {
			err = fmt.Errorf("%w\n%s says:\n%s", err, p.command.Path, p.lastWords())
		}
		c.stop()
		return nil, err
	}
	return c, nil
}

func (c *cluster) connect() error {
	httpClient, err := rest.HTTPClientFor(c.config)
	if err != nil {
		return err
	}
	if c.mapper, err = apiutil.NewDynamicRESTMapper(c.config, httpClient); err != nil {
		return err
	}
	if c.admin, err = client.NewWithWatch(c.config, client.Options{Scheme: c.scheme, Mapper: c.mapper}); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	c.cancel = cancel
	c.recorder = newRecorder()
	c.receiver = startReceiver(c)
	return c.recorder.start(ctx, c.admin)
}

// populate starts the controller-manager and kwok, and waits for the nodes.
func (c *cluster) populate() error {
	user, err := c.env.AddUser(envtest.User{Name: "faults", Groups: []string{"system:masters"}}, nil)
	if err != nil {
		return err
	}
	text, err := user.KubeConfig()
	if err != nil {
		return err
	}
	kubeconfig := filepath.Join(c.folder, "kubeconfig")
	if err := os.WriteFile(kubeconfig, text, 0o600); err != nil {
		return err
	}
	stages, err := filepath.Abs("nodes.yaml")
	if err != nil {
		return err
	}
	for _, command := range [][]string{
		{"kube-controller-manager", "--kubeconfig=" + kubeconfig, "--controllers=" + controllers, "--leader-elect=false", "--secure-port=0",
			"--kube-api-qps=2000", "--kube-api-burst=4000", "--concurrent-job-syncs=16", "--concurrent-gc-syncs=16", "--concurrent-namespace-syncs=8"},
		{"kwok", "--kubeconfig=" + kubeconfig, "--config=" + stages, "--manage-all-nodes=true", "--node-lease-duration-seconds=40"},
	} {
		p, err := startProcess(c.folder, command)
		if err != nil {
			return err
		}
		c.processes = append(c.processes, p)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	return c.makeNodes(ctx)
}

// decode reads an object as the API server writes it.
func (c *cluster) decode(body []byte) (client.Object, error) {
	o, _, err := serializer.NewCodecFactory(c.scheme).UniversalDeserializer().Decode(body, nil, nil)
	if err != nil {
		return nil, err
	}
	object, ok := o.(client.Object)
	if !ok {
		return nil, fmt.Errorf("%T is no object", o)
	}
	return object, nil
}

func (c *cluster) stop() {
	if c.cancel != nil {
		c.cancel()
		c.receiver.server.Close()
	}
	for _, p := range c.processes {
		p.stop()
	}
	if err := c.env.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, "stop the API server:", err)
	}
	if err := os.RemoveAll(c.folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

func newScheme() *runtime.Scheme {
	s := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{clientgoscheme.AddToScheme, v1alpha1.AddToScheme} {
		if err := add(s); err != nil {
			panic(err)
		}
	}
	return s
}
