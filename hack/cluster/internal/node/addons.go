package node

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/host"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/kube"
)

// appliedFile remembers which manifests the cluster was given, beside the database that holds them.
func appliedFile() string { return host.State("applied") }

// addons gives the cluster its storage class and its DNS server, unless it has these very ones.
func addons(ctx context.Context, client *kube.Client) error {
	manifests, err := manifests()
	if err != nil {
		return err
	}
	key, err := cache.Key([]string{manifests})
	if err != nil {
		return err
	}
	applied, _ := os.ReadFile(appliedFile()) // absent on the first run
	if string(applied) == key && present(ctx, client) {
		return nil
	}
	// The storage classes of a cluster that another version made may name another provisioner, which cannot be changed.
	if _, err := client.Run(ctx, "", "delete", "storageclass", "standard", "sized", "--ignore-not-found"); err != nil {
		return fmt.Errorf("remove the storage classes of another version: %w", err)
	}
	if err := client.Apply(ctx, manifests); err != nil {
		return fmt.Errorf("give the cluster its storage class and DNS: %w", err)
	}
	return writeFile(appliedFile(), key, 0o644)
}

func manifests() (string, error) {
	var all []string
	for _, name := range []string{"addons.yaml", "coredns.yaml"} {
		content, err := render(name, fixedValues())
		if err != nil {
			return "", err
		}
		all = append(all, content)
	}
	return strings.Join(all, "\n---\n"), nil
}

// present tells whether someone deleted what was applied before.
func present(ctx context.Context, client *kube.Client) bool {
	for _, path := range []string{
		"/apis/storage.k8s.io/v1/storageclasses/standard",
		"/apis/storage.k8s.io/v1/storageclasses/sized",
		"/apis/apps/v1/namespaces/kube-system/deployments/coredns",
		"/api/v1/namespaces/kube-system/services/kube-dns",
	} {
		if client.Get(ctx, path, nil) != nil {
			return false
		}
	}
	return true
}

// dnsReady asks the cluster's DNS server a question, over the address that pods use. So it also proves services and the pod network.
func dnsReady(ctx context.Context, client *kube.Client) error {
	if err := client.DeploymentAvailable(ctx, "kube-system", "coredns"); err != nil {
		return err
	}
	resolver := net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var dialer net.Dialer
		return dialer.DialContext(ctx, "tcp", net.JoinHostPort(host.DNSService, "53"))
	}}
	ctx, cancel := context.WithTimeout(ctx, settle)
	defer cancel()
	addresses, err := resolver.LookupHost(ctx, "kubernetes.default.svc.cluster.local.")
	if err != nil {
		return fmt.Errorf("ask the cluster's DNS: %w", err)
	}
	if len(addresses) != 1 || addresses[0] != host.APIService {
		return fmt.Errorf("ask the cluster's DNS: want %s, got %v", host.APIService, addresses)
	}
	return nil
}

// connect makes the administrator's client.
func connect(assets string) (*kube.Client, error) {
	client, err := kube.New(host.APIServer, pkiDir, "admin")
	if err != nil {
		return nil, err
	}
	client.Kubeconfig, client.Kubectl = host.Kubeconfig, filepath.Join(assets, "kubectl")
	return client, nil
}
