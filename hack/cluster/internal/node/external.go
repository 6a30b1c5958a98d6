package node

import (
	"context"
	"os"
	"os/exec"
	"time"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/host"
)

// Named tells whether the environment names a kubeconfig other than the local cluster's own.
func Named() bool {
	path := os.Getenv("KUBECONFIG")
	return path != "" && path != host.Kubeconfig
}

// External returns the kubeconfig that the environment names, and whether its cluster answers.
func External(ctx context.Context, kubectl string) (path string, reachable bool) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	ask := exec.CommandContext(ctx, kubectl, "get", "--raw", "/readyz", "--request-timeout", "5s")
	return os.Getenv("KUBECONFIG"), ask.Run() == nil
}
