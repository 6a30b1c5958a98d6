package node

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"os"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/host"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/kube"
)

// always is the readiness of a component that offers nothing to ask.
func always(context.Context) error { return nil }

// healthz asks a component's own health page. It is on this machine's loopback and shows a certificate that it made for itself.
func healthz(url string) func(context.Context) error {
	return func(ctx context.Context) error {
		transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true}
		_, err := kube.Fetch(ctx, &http.Client{Timeout: kube.Timeout, Transport: transport}, url)
		return err
	}
}

func etcdReady(ctx context.Context) error {
	client, err := kube.HTTP(pkiDir, "kube-apiserver")
	if err != nil {
		return err
	}
	defer client.CloseIdleConnections()
	_, err = kube.Fetch(ctx, client, etcdURL+"/health")
	return err
}

func containerdReady(ctx context.Context) error {
	var dialer net.Dialer
	connection, err := dialer.DialContext(ctx, "unix", host.ContainerdSocket)
	if err != nil {
		return fmt.Errorf("reach containerd: %w", err)
	}
	connection.Close()
	_, err = host.Run("ctr", "--address", host.ContainerdSocket, "--timeout", "5s", "version")
	return err
}

func apiServerReady(ctx context.Context) error {
	client, err := kube.New(host.APIServer, pkiDir, "admin")
	if err != nil {
		return err
	}
	return client.Get(ctx, "/readyz", nil)
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}
