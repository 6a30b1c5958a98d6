// Package kube asks an API server, with as little as possible: a GET and kubectl.
package kube

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Client is an administrator of one API server.
type Client struct {
	Server     string
	Kubeconfig string // as the variable KUBECONFIG has it
	Kubectl    string // path of the program
	http       *http.Client
}

// Foreign is a client of a cluster of which only the kubeconfig is known. How to log in there is for kubectl to know.
func Foreign(kubeconfig, kubectl string) *Client {
	return &Client{Kubeconfig: kubeconfig, Kubectl: kubectl}
}

// Timeout bounds one question; a healthy local server answers in milliseconds.
const Timeout = 5 * time.Second

// HTTP returns a client that trusts the authority of a folder of certificates and shows the certificate of that name.
func HTTP(pkiDir, name string) (*http.Client, error) {
	ca, err := os.ReadFile(filepath.Join(pkiDir, "ca.crt"))
	if err != nil {
		return nil, fmt.Errorf("read the cluster's certificate authority: %w", err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(ca)
	pair, err := tls.LoadX509KeyPair(filepath.Join(pkiDir, name+".crt"), filepath.Join(pkiDir, name+".key"))
	if err != nil {
		return nil, fmt.Errorf("read the certificate of %s: %w", name, err)
	}
	return &http.Client{Timeout: Timeout, Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: pool, Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12},
	}}, nil
}

// New connects to a server with the certificate of that name.
func New(server, pkiDir, name string) (*Client, error) {
	client, err := HTTP(pkiDir, name)
	if err != nil {
		return nil, err
	}
	return &Client{Server: server, http: client}, nil
}

// Get fetches a path of the API. With an into it decodes the answer there.
func (c *Client) Get(ctx context.Context, path string, into any) error {
	body, err := c.get(ctx, path)
	if err != nil || into == nil {
		return err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("decode the answer to GET %s: %w", path, err)
	}
	return nil
}

func (c *Client) get(ctx context.Context, path string) ([]byte, error) {
	if c.http == nil {
		body, err := c.Run(ctx, "", "get", "--raw", path, "--request-timeout", Timeout.String())
		return []byte(body), err
	}
	return Fetch(ctx, c.http, c.Server+path)
}

// Fetch gets an address and takes everything but success for an error.
func Fetch(ctx context.Context, client *http.Client, url string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, fmt.Errorf("ask %s: %w", url, err)
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 4<<20))
	if err != nil {
		return nil, fmt.Errorf("read the answer of %s: %w", url, err)
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("GET %s: %s: %.300s", url, response.Status, body)
	}
	return body, nil
}

// Run runs kubectl, with the given standard input, and returns what it printed.
func (c *Client) Run(ctx context.Context, stdin string, args ...string) (string, error) {
	command := exec.CommandContext(ctx, c.Kubectl, args...)
	command.Env = append(os.Environ(), "KUBECONFIG="+c.Kubeconfig)
	command.Stdin = strings.NewReader(stdin)
	var out, errs strings.Builder
	command.Stdout, command.Stderr = &out, &errs
	if err := command.Run(); err != nil {
		return out.String(), fmt.Errorf("kubectl %s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(errs.String()))
	}
	return out.String(), nil
}

// Apply makes the cluster hold the given manifests.
func (c *Client) Apply(ctx context.Context, manifests string) error {
	_, err := c.Run(ctx, manifests, "apply", "--server-side", "--force-conflicts", "--field-manager", "operator-engine-cluster", "-f", "-")
	return err
}
