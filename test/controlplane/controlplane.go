// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package controlplane runs a real API server and a real controller-manager with nodes that kwok keeps alive, for tests
// and measurements that need more pods than a machine can run. What becomes of the pods whoever uses it decides.
package controlplane

import (
	"context"
	"crypto/rand"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/process"
)

// ControlPlane is a cluster without machines.
type ControlPlane struct {
	// Config and Client are an administrator's; nothing limits them.
	Config *rest.Config
	Client client.WithWatch
	// Kubeconfig is the path of a file that lets programs in, Folder where they may log to.
	Kubeconfig, Folder string

	admin, manager string // tokens

	env       *envtest.Environment
	processes []*process.Process
	logs      []string
}

// Options say where things lie.
type Options struct {
	// CRDs is the folder of the kind's definition.
	CRDs string
	// Nodes is how many nodes there are.
	Nodes int
}

//go:embed nodes.yaml
var nodes []byte

// controllers are those of the controller-manager that a workflow meets. The others would only cost time.
const controllers = "job-controller,garbage-collector-controller,namespace-controller,persistentvolumeclaim-protection-controller," +
	"resourcequota-controller,node-lifecycle-controller,taint-eviction-controller,pod-garbage-collector-controller,ttl-after-finished-controller"

// streams are how many requests and watches one connection to the API server may carry. Every client of a test program
// shares one, and at the server's own limit of 100 the two ends may disagree about their number, which breaks a request
// (https://github.com/golang/go/issues/47635).
const streams = "10000"

// Start needs the programs of `cluster test-assets` in the folder that KUBEBUILDER_ASSETS names.
func Start(ctx context.Context, o Options) (*ControlPlane, error) {
	c := &ControlPlane{env: &envtest.Environment{CRDDirectoryPaths: []string{o.CRDs}, ErrorIfCRDPathMissing: true}}
	// What is tested is the operator's patience, not the server's: nobody is to wait for a turn.
	c.env.ControlPlane.GetAPIServer().Configure().
		Set("enable-priority-and-fairness", "false").
		Append("disable-admission-plugins", "LimitRanger").
		Set("max-requests-inflight", "0").Set("max-mutating-requests-inflight", "0").
		Set("http2-max-streams-per-connection", streams)
	// They are Go programs: with more room they spend less of a small machine on collecting garbage.
	if err := os.Setenv("GOGC", "400"); err != nil {
		return nil, err
	}
	var err error
	if c.Folder, err = os.MkdirTemp("", "controlplane-"); err != nil {
		return nil, err
	}
	c.admin, c.manager = rand.Text(), rand.Text()
	tokens := filepath.Join(c.Folder, "tokens")
	known := fmt.Sprintf("%s,program,program,system:masters\n%s,%s,%[3]s\n", c.admin, c.manager, managerName)
	if err := os.WriteFile(tokens, []byte(known), 0o600); err != nil {
		return nil, err
	}
	c.env.ControlPlane.GetAPIServer().Configure().Append("token-auth-file", tokens)
	if err := c.start(ctx, o); err != nil {
		err = errors.Join(err, c.lastWords())
		c.Stop()
		return nil, err
	}
	return c, nil
}

func (c *ControlPlane) start(ctx context.Context, o Options) error {
	certified, err := c.env.Start()
	if err != nil {
		return fmt.Errorf("start the API server: %w", err)
	}
	// A certificate would be looked at with each request, which is the server's most expensive way of knowing somebody.
	c.Config = rest.AnonymousClientConfig(certified)
	c.Config.BearerToken, c.Config.QPS, c.Config.DisableCompression = c.admin, -1, true
	if c.Client, err = client.NewWithWatch(c.Config, client.Options{Scheme: newScheme()}); err != nil {
		return fmt.Errorf("make a client: %w", err)
	}
	c.Kubeconfig = filepath.Join(c.Folder, "kubeconfig")
	if err := c.letIn(c.Kubeconfig, c.admin); err != nil {
		return err
	}
	manager := filepath.Join(c.Folder, managerName)
	if err := c.letIn(manager, c.manager); err != nil {
		return err
	}
	if err := c.allowManager(ctx); err != nil {
		return err
	}
	stages := filepath.Join(c.Folder, "nodes.yaml")
	if err := os.WriteFile(stages, nodes, 0o600); err != nil {
		return err
	}
	for _, program := range [][]string{
		{"kube-controller-manager", "--kubeconfig=" + manager, "--controllers=" + controllers, "--leader-elect=false", "--secure-port=0",
			"--kube-api-qps=2000", "--kube-api-burst=4000", "--concurrent-job-syncs=16", "--concurrent-gc-syncs=16", "--concurrent-namespace-syncs=32"},
		{"kwok", "--kubeconfig=" + c.Kubeconfig, "--config=" + stages, "--manage-all-nodes=true", "--node-lease-duration-seconds=40"},
	} {
		if err := c.run(program); err != nil {
			return err
		}
	}
	return c.makeNodes(ctx, o.Nodes)
}

func newScheme() *runtime.Scheme {
	s := runtime.NewScheme()
	utilruntime.Must(clientgoscheme.AddToScheme(s))
	utilruntime.Must(v1alpha1.AddToScheme(s))
	return s
}

// letIn writes a kubeconfig.
func (c *ControlPlane) letIn(path, token string) error {
	const name = "program"
	err := clientcmd.WriteToFile(clientcmdapi.Config{
		Clusters:       map[string]*clientcmdapi.Cluster{name: {Server: c.Config.Host, CertificateAuthorityData: c.Config.CAData}},
		AuthInfos:      map[string]*clientcmdapi.AuthInfo{name: {Token: token}},
		Contexts:       map[string]*clientcmdapi.Context{name: {Cluster: name, AuthInfo: name}},
		CurrentContext: name,
	}, path)
	if err != nil {
		return fmt.Errorf("write a kubeconfig: %w", err)
	}
	return nil
}

func (c *ControlPlane) run(program []string) error {
	log, err := os.Create(filepath.Join(c.Folder, program[0]+".log"))
	if err != nil {
		return err
	}
	defer log.Close()
	p, err := process.Start(exec.Command(filepath.Join(os.Getenv("KUBEBUILDER_ASSETS"), program[0]), program[1:]...), log)
	if err != nil {
		return err
	}
	c.processes, c.logs = append(c.processes, p), append(c.logs, log.Name())
	return nil
}

// lastWords are the ends of what the programs logged, as an error.
func (c *ControlPlane) lastWords() error {
	var all []error
	for _, log := range c.logs {
		text, err := os.ReadFile(log)
		if err != nil {
			all = append(all, err)
			continue
		}
		all = append(all, fmt.Errorf("%s ends with:\n%s", filepath.Base(log), text[max(0, len(text)-2000):]))
	}
	return errors.Join(all...)
}

// NodeName is the name of one of the nodes.
func NodeName(i int) string { return fmt.Sprintf("node-%d", i) }

// makeNodes waits until kwok has made them ready.
func (c *ControlPlane) makeNodes(ctx context.Context, count int) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	watch, err := c.Client.Watch(ctx, &corev1.NodeList{})
	if err != nil {
		return fmt.Errorf("watch nodes: %w", err)
	}
	defer watch.Stop()
	for i := range count {
		if err := c.Client.Create(ctx, &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: NodeName(i)}}); err != nil {
			return fmt.Errorf("make a node: %w", err)
		}
	}
	ready := map[string]bool{}
	for event := range watch.ResultChan() {
		node, ok := event.Object.(*corev1.Node)
		if !ok {
			continue
		}
		for _, condition := range node.Status.Conditions {
			if condition.Type == corev1.NodeReady && condition.Status == corev1.ConditionTrue {
				ready[node.Name] = true
			}
		}
		if len(ready) == count {
			return nil
		}
	}
	return fmt.Errorf("kwok did not make the nodes ready: %w", context.Cause(ctx))
}

// Stop ends all of it.
func (c *ControlPlane) Stop() {
	for _, p := range c.processes {
		p.Stop()
	}
	if err := c.env.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, "stop the API server:", err)
	}
	if err := os.RemoveAll(c.Folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}
