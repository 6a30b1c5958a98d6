// Package storage puts an IPFS node, an S3 server and a file server into the cluster, for demonstrations and tests.
//
// They are real servers in real pods. Only what they hold is for show.
package storage

import (
	"bytes"
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"text/template"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/host"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/images"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/kube"
)

// Namespace is where the servers run.
const Namespace = "ocean-storage"

//go:embed storage.yaml
var manifest string

// Recipes are those of the servers' images.
func Recipes() []images.Recipe { return []images.Recipe{images.Kubo, images.S3, images.Data} }

// Up makes the servers run in the local cluster. Where they do, nothing happens.
func Up(ctx context.Context, client *kube.Client, maker images.Maker) error {
	if err := maker.Ensure(Recipes()...); err != nil {
		return err
	}
	names := map[string]string{}
	for _, r := range Recipes() {
		names[r.Ref] = r.Ref
	}
	manifests, err := render(names)
	if err != nil {
		return err
	}
	key, err := cache.Key([]string{manifests})
	if err != nil {
		return err
	}
	marker := host.State("applied-storage")
	applied, _ := os.ReadFile(marker) // absent on the first run
	if string(applied) != key || ready(ctx, client) != nil {
		if err := apply(ctx, client, manifests); err != nil {
			return err
		}
	}
	if err := wait(ctx, client); err != nil {
		return err
	}
	if err := os.WriteFile(marker, []byte(key), 0o644); err != nil {
		return fmt.Errorf("remember that the storage was set up: %w", err)
	}
	return nil
}

// UpElsewhere makes the servers run in a cluster that has the images by the given names, from those of their recipes.
func UpElsewhere(ctx context.Context, client *kube.Client, names map[string]string) error {
	manifests, err := render(names)
	if err != nil {
		return err
	}
	if err := apply(ctx, client, manifests); err != nil {
		return err
	}
	return rolledOut(ctx, client)
}

func render(names map[string]string) (string, error) {
	parsed, err := template.New("storage").Option("missingkey=error").Parse(manifest)
	if err != nil {
		return "", fmt.Errorf("read the storage's manifests: %w", err)
	}
	var out bytes.Buffer
	refs := map[string]string{"Kubo": names[images.Kubo.Ref], "S3": names[images.S3.Ref], "Data": names[images.Data.Ref]}
	if err := parsed.Execute(&out, refs); err != nil {
		return "", fmt.Errorf("fill in the storage's manifests: %w", err)
	}
	return out.String(), nil
}

// apply makes the namespace first, then the credentials, which are never changed once they exist, and then what uses them.
func apply(ctx context.Context, client *kube.Client, manifests string) error {
	namespace, _, _ := strings.Cut(manifests, "\n---\n")
	if err := client.Apply(ctx, namespace); err != nil {
		return fmt.Errorf("make the storage's namespace: %w", err)
	}
	secret, err := credentials()
	if err != nil {
		return err
	}
	exists := func() bool { return client.Get(ctx, "/api/v1/namespaces/"+Namespace+"/secrets/s3-root", nil) == nil }
	if !exists() {
		if _, err := client.Run(ctx, secret, "create", "-f", "-"); err != nil && !exists() {
			return fmt.Errorf("store the credentials of the S3 server: %w", err)
		}
	}
	if err := client.Apply(ctx, manifests); err != nil {
		return fmt.Errorf("set up the storage: %w", err)
	}
	return nil
}

// credentials is a Secret with keys that exist nowhere else.
func credentials() (string, error) {
	secret := map[string]any{
		"apiVersion": "v1", "kind": "Secret", "type": "Opaque",
		"metadata":   map[string]string{"name": "s3-root", "namespace": Namespace},
		"stringData": map[string]string{"accessKey": rand.Text()[:20], "secretKey": rand.Text() + rand.Text()},
	}
	content, err := json.Marshal(secret)
	if err != nil {
		return "", fmt.Errorf("encode the credentials of the S3 server: %w", err)
	}
	return string(content), nil
}
