package kube

import (
	"context"
	"fmt"
	"time"
)

// conditions is the part of an object that says how it fares.
type conditions struct {
	Metadata struct {
		Generation int64 `json:"generation"`
	} `json:"metadata"`
	Status struct {
		ObservedGeneration int64 `json:"observedGeneration"`
		Conditions         []struct {
			Type   string `json:"type"`
			Status string `json:"status"`
		} `json:"conditions"`
	} `json:"status"`
}

// NodeReady tells whether a node says that it can run pods; the error says why it does not.
func (c *Client) NodeReady(ctx context.Context, name string) error {
	return c.condition(ctx, "/api/v1/nodes/"+name, "Ready")
}

// DeploymentAvailable tells whether a deployment runs as wanted; the error says why it does not.
func (c *Client) DeploymentAvailable(ctx context.Context, namespace, name string) error {
	return c.condition(ctx, "/apis/apps/v1/namespaces/"+namespace+"/deployments/"+name, "Available")
}

func (c *Client) condition(ctx context.Context, path, wanted string) error {
	var object conditions
	if err := c.Get(ctx, path, &object); err != nil {
		return err
	}
	if object.Status.ObservedGeneration < object.Metadata.Generation && object.Status.ObservedGeneration != 0 {
		return fmt.Errorf("%s was changed and not looked at yet", path)
	}
	for _, condition := range object.Status.Conditions {
		if condition.Type == wanted && condition.Status == "True" {
			return nil
		}
	}
	return fmt.Errorf("%s is not %s yet", path, wanted)
}

// Wait asks again until there is no error or the limit has passed, and then returns the last one.
func Wait(ctx context.Context, limit time.Duration, what string, ask func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		err := ask(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait %s for %s: %w", limit, what, err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
