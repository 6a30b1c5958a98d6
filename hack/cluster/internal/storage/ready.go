package storage

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/kube"
)

// How long the servers may take to be ready, and how long where a node has to pull their images first.
const (
	startup = 2 * time.Minute
	pulling = 5 * time.Minute
)

// servers are the deployments, each with a service of the same name, and a page that answers when it does its work.
var servers = []struct{ name, port, page string }{
	{"kubo", "8080", "/ipfs/bafkqaaa"},
	{"s3", "7070", "/health"},
	{"files", "80", "/health"},
}

// ready returns why one of the servers is not ready.
func ready(ctx context.Context, client *kube.Client) error {
	for _, s := range servers {
		if err := client.DeploymentAvailable(ctx, Namespace, s.name); err != nil {
			return err
		}
		if err := answers(ctx, client, s.name, s.port, s.page); err != nil {
			return err
		}
	}
	return nil
}

// answers asks a server over its service's address. What the API server says of it may be older than a crash.
func answers(ctx context.Context, client *kube.Client, name, port, page string) error {
	var service struct {
		Spec struct {
			ClusterIP string `json:"clusterIP"`
		} `json:"spec"`
	}
	if err := client.Get(ctx, "/api/v1/namespaces/"+Namespace+"/services/"+name, &service); err != nil {
		return err
	}
	asker := &http.Client{Timeout: time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	_, err := kube.Fetch(ctx, asker, "http://"+net.JoinHostPort(service.Spec.ClusterIP, port)+page)
	return err
}

// wait waits for the servers, and says why one did not come.
func wait(ctx context.Context, client *kube.Client) error {
	if ready(ctx, client) == nil {
		return nil
	}
	return cache.Step("start the storage's servers", func() error {
		err := kube.Wait(ctx, startup, "the storage", func(ctx context.Context) error { return ready(ctx, client) })
		return explain(ctx, client, err)
	})
}

// rolledOut waits for the servers of a cluster whose services cannot be reached from here. Its nodes may have to pull images.
func rolledOut(ctx context.Context, client *kube.Client) error {
	return cache.Step("start the storage's servers", func() error {
		for _, s := range servers {
			_, err := client.Run(ctx, "", "-n", Namespace, "rollout", "status", "deployment/"+s.name, "--timeout", pulling.String())
			if err != nil {
				return explain(ctx, client, err)
			}
		}
		return nil
	})
}

// explain adds to an error what the cluster says of the servers.
func explain(ctx context.Context, client *kube.Client, err error) error {
	if err == nil {
		return nil
	}
	pods, _ := client.Run(ctx, "", "-n", Namespace, "get", "pods,events")
	return fmt.Errorf("%w\n%s", err, pods)
}
