// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/oceanprotocol/operator-engine/internal/configure/guard"
)

// Inputs is how inputs and code are fetched.
type Inputs struct {
	// MaxBytes is how much all inputs and the code of a workflow may have together. 0: whatever its volume holds.
	MaxBytes int64
	// Networks are those that inputs may come from although they are private or local.
	Networks []netip.Prefix
	// S3Endpoint is the store of s3 addresses whose Secret names none, and S3Region its region. Empty: AWS.
	S3Endpoint, S3Region string
	// IPFSAPI and IPFSGateway are where blocks of ipfs addresses come from: one of the two, or neither.
	IPFSAPI, IPFSGateway string
	// Providers are the Ocean providers that signed orders may be sent to: scheme, host and port of each.
	Providers []string
}

// LoadInputs reads only what the configure Job needs, with the same rules as Load.
func LoadInputs(lookup Lookup) (Inputs, error) {
	r := &reader{lookup: lookup}
	i := r.inputs()
	if err := r.mistakes.err(); err != nil {
		return Inputs{}, err
	}
	return i, nil
}

func (r *reader) inputs() Inputs {
	i := Inputs{
		MaxBytes:    r.bytesOrNone("INPUT_MAX_BYTES"),
		Networks:    r.networks("ALLOWED_NETWORKS"),
		S3Endpoint:  written(r.address("INPUT_S3_ENDPOINT_URL")),
		S3Region:    r.matching("INPUT_S3_REGION", isPlain, wantPlain),
		IPFSAPI:     written(r.address("INPUT_IPFS_API")),
		IPFSGateway: written(r.address("INPUT_IPFS_GATEWAY")),
		Providers:   r.list("OCEAN_PROVIDERS", isOrigin, "the URL of a server without a path, such as https://provider.example.com"),
	}
	if i.IPFSAPI != "" && i.IPFSGateway != "" {
		r.wrong("INPUT_IPFS_GATEWAY", "to be unset, because INPUT_IPFS_API is set: blocks come from one of the two")
	}
	return i
}

// privateNetworks is the word for all of them.
const privateNetworks = "private"

func (r *reader) networks(name string) []netip.Prefix {
	var all []netip.Prefix
	for _, part := range r.list(name, isNetwork, "a network such as 10.96.0.0/12, or the word private for all private networks") {
		if part == privateNetworks {
			all = append(all, guard.Private()...)
			continue
		}
		all = append(all, netip.MustParsePrefix(part))
	}
	return all
}

func isNetwork(s string) bool {
	_, err := netip.ParsePrefix(s)
	return err == nil || s == privateNetworks
}

func isOrigin(s string) bool {
	u, ok := parseAddress(s)
	return ok && u.String() == s && s == u.Scheme+"://"+u.Host
}

// Values are the settings that a configure Job needs to load the same Inputs. Unset ones are left out.
func (i Inputs) Values() []Value {
	networks := make([]string, len(i.Networks))
	for n, network := range i.Networks {
		networks[n] = network.String()
	}
	return set(
		Value{"INPUT_MAX_BYTES", number(i.MaxBytes)},
		Value{"ALLOWED_NETWORKS", strings.Join(networks, ",")},
		Value{"INPUT_S3_ENDPOINT_URL", i.S3Endpoint},
		Value{"INPUT_S3_REGION", i.S3Region},
		Value{"INPUT_IPFS_API", i.IPFSAPI},
		Value{"INPUT_IPFS_GATEWAY", i.IPFSGateway},
		Value{"OCEAN_PROVIDERS", strings.Join(i.Providers, ",")},
	)
}

// set leaves out what has no value.
func set(all ...Value) []Value {
	return slices.DeleteFunc(all, func(v Value) bool { return v.Value == "" })
}

// number is empty for none.
func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
