// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"hash/fnv"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/test/controlplane"
)

// cluster is a control plane with a recorder of all that happens in it, and a backend for notices.
type cluster struct {
	plane    *controlplane.ControlPlane
	config   *rest.Config
	scheme   *runtime.Scheme
	mapper   meta.RESTMapper
	admin    client.WithWatch
	recorder *recorder
	receiver *receiver
	folders  *folders
	cancel   context.CancelFunc
}

// nodes are how many there are; a workflow stays on one of them, as its volumes would.
const nodes = 4

func nodeOf(namespace string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(namespace)) // It never fails.
	return controlplane.NodeName(int(h.Sum32() % nodes))
}

func startCluster() (*cluster, error) {
	ctx, cancel := context.WithCancel(context.Background())
	plane, err := controlplane.Start(ctx, controlplane.Options{CRDs: "../../config/crd", Nodes: nodes})
	if err != nil {
		cancel()
		return nil, err
	}
	c := &cluster{plane: plane, config: plane.Config, admin: plane.Client, scheme: plane.Client.Scheme(), mapper: plane.Client.RESTMapper(), cancel: cancel}
	c.recorder = newRecorder()
	c.receiver = startReceiver(c)
	if c.folders, err = layOutFolders(plane.Folder); err != nil {
		c.stop()
		return nil, err
	}
	if err := c.recorder.start(ctx, c.admin); err != nil {
		c.stop()
		return nil, err
	}
	return c, nil
}

// decode reads an object as the API server writes it.
func (c *cluster) decode(body []byte) (client.Object, error) {
	o, _, err := serializer.NewCodecFactory(c.scheme).UniversalDeserializer().Decode(body, nil, nil)
	if err != nil {
		return nil, err
	}
	object, ok := o.(client.Object)
	if !ok {
		return nil, fmt.Errorf("%T is no object", o)
	}
	return object, nil
}

func (c *cluster) stop() {
	c.cancel()
	c.receiver.server.Close()
	c.plane.Stop()
}
