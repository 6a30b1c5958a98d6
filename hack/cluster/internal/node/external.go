package node

import (
	"context"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/host"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/kube"
)

// Named tells whether the environment names a kubeconfig other than the local cluster's own.
func Named() bool {
	path := os.Getenv("KUBECONFIG")
	return path != "" && path != host.Kubeconfig
}

// IsLocal tells whether a kubeconfig leads to the local cluster, as a copy of its own one does.
func IsLocal(ctx context.Context, client *kube.Client) bool {
	server, err := client.Run(ctx, "", "config", "view", "--minify", "--output", "jsonpath={.clusters[0].cluster.server}")
	return err == nil && sameServer(server, host.APIServer)
}

// sameServer compares what two addresses lead to, however they are written.
func sameServer(a, b string) bool {
	first, err := url.Parse(strings.TrimSpace(a))
	if err != nil {
		return false
	}
	second, err := url.Parse(b)
	return err == nil && first.Hostname() == second.Hostname() && first.Port() == second.Port()
}

// Answers tells whether a cluster can be used.
func Answers(ctx context.Context, client *kube.Client) bool {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	return client.Get(ctx, "/readyz", nil) == nil
}
