// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// RestConfig is how the operator talks to an API server: it reads protobuf, which is quick, and writes JSON, because in
// JSON only does the server see a field that it does not know.
func RestConfig(c *rest.Config) *rest.Config {
	c = rest.CopyConfig(c)
	c.ContentType = runtime.ContentTypeJSON
	c.AcceptContentTypes = runtime.ContentTypeProtobuf + "," + runtime.ContentTypeJSON
	return c
}

// strictly has the server refuse an object with a field that it does not know. A template may ask for something that came
// into Kubernetes later, such as a way to isolate a pod: without it an algorithm must not run as if nothing had been asked.
const strictly = client.FieldValidation("Strict")
