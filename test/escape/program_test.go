// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package escape

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/test/reach"
)

const (
	storage = "ocean-storage"
	kubo    = "http://kubo." + storage + ".svc.cluster.local"
)

func anyNode(ctx context.Context) (*corev1.Node, error) {
	var nodes corev1.NodeList
	if err := cluster.List(ctx, &nodes); err != nil {
		return nil, fmt.Errorf("list the nodes: %w", err)
	}
	if len(nodes.Items) == 0 {
		return nil, errors.New("the cluster has no node")
	}
	return &nodes.Items[0], nil
}

// findTargets finds what an algorithm with a network could reach: a pod, the API server, a node, the name server.
func findTargets(ctx context.Context, node *corev1.Node) (map[string]string, error) {
	var pods corev1.PodList
	if err := cluster.List(ctx, &pods, client.InNamespace(storage), client.MatchingLabels{"app": "files"}); err != nil {
		return nil, fmt.Errorf("list the pods of %s: %w", storage, err)
	}
	if len(pods.Items) == 0 {
		return nil, errors.New("there is no file server: run make storage")
	}
	found := map[string]string{"pod": net.JoinHostPort(pods.Items[0].Status.PodIP, "8080")}
	for name, service := range map[string]struct {
		key  types.NamespacedName
		port string
	}{
		"api": {types.NamespacedName{Namespace: "default", Name: "kubernetes"}, "443"},
		"dns": {types.NamespacedName{Namespace: "kube-system", Name: "kube-dns"}, "53"},
	} {
		var s corev1.Service
		if err := cluster.Get(ctx, service.key, &s); err != nil {
			return nil, fmt.Errorf("get the service %s: %w", service.key, err)
		}
		found[name] = net.JoinHostPort(s.Spec.ClusterIP, service.port)
	}
	for _, a := range node.Status.Addresses {
		if a.Type == corev1.NodeInternalIP {
			found["node"] = net.JoinHostPort(a.Address, "10250")
		}
	}
	return found, nil
}

// bringProgram builds the static program for the nodes and gives it to the IPFS node, where it has an address.
func bringProgram(ctx context.Context, architecture string) (string, error) {
	dir, err := os.MkdirTemp("", "escape-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "attempts")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, "./attempts")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOARCH="+architecture)
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the program: %w\n%s", err, out)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	return upload(ctx, content)
}

func upload(ctx context.Context, content []byte) (string, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "attempts")
	if err != nil {
		return "", err
	}
	_, err = part.Write(content)
	if err := errors.Join(err, form.Close()); err != nil {
		return "", err
	}
	answer, err := reach.Ask(ctx, http.MethodPost, kubo+":5001/api/v0/add", form.FormDataContentType(), &body)
	if err != nil {
		return "", fmt.Errorf("give the program to the IPFS node: %w", err)
	}
	var added struct{ Hash string }
	if err := json.Unmarshal(answer, &added); err != nil {
		return "", fmt.Errorf("read the IPFS node's answer: %w", err)
	}
	return kubo + ":8080/ipfs/" + added.Hash, nil
}
