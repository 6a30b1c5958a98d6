// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/test/process"
)

func TestARealPeer(t *testing.T) {
	api := startPeer(t)
	t.Run("keeps what it is given", func(t *testing.T) {
		testUploader(t, storage{realPeer(api, config.IPFS{}), get})
	})
	t.Run("forgets what has expired", func(t *testing.T) {
		const expiry = 36 * time.Hour
		u := realPeer(api, config.IPFS{Expiry: expiry})
		begun := time.Now()
		placed := upload(t, storage{uploader: u}, []File{memoryFile("outputs/short-lived", []byte("for a day and a half"))})
		root, _, _ := strings.Cut(strings.TrimPrefix(placed.URL("outputs/short-lived"), u.prefix), "/")
		var pin struct {
			ExpireAt time.Time `json:"expire_at"`
		}
		if err := json.Unmarshal(get(t, api.String()+"/allocations/"+root), &pin); err != nil {
			t.Fatal(err)
		}
		if pin.ExpireAt.Before(begun.Add(expiry).Truncate(time.Second)) || pin.ExpireAt.After(time.Now().Add(expiry)) {
			t.Errorf("it expires at %s, and was uploaded at %s", pin.ExpireAt, begun)
		}
	})
}

// realPeer is an uploader in front of a peer, whose node's gateway has what it pins.
func realPeer(api *url.URL, c config.IPFS) *IPFS {
	c.Type = config.IPFSCluster
	return NewIPFS(&c, api, os.Getenv("TEST_IPFS_GATEWAY")+"/ipfs/")
}

// startPeer runs an ipfs-cluster of one peer in front of the node, and returns where its REST API is.
func startPeer(t *testing.T) *url.URL {
	t.Helper()
	program := os.Getenv("TEST_IPFS_PEER")
	if program == "" {
		t.Skip("needs an ipfs-cluster: run make test-storage")
	}
	folder, api := t.TempDir(), freeAddress(t)
	peer := func(args ...string) *exec.Cmd {
		command := exec.Command(program, append([]string{"--config", folder}, args...)...)
		command.Env = append(os.Environ(), "CLUSTER_MDNSINTERVAL=0")
		for name, address := range map[string]string{
			"RESTAPI_HTTPLISTEN": api, "IPFSHTTP_NODE": mustParse(t, os.Getenv("TEST_IPFS_URL")).Host, "LISTEN": freeAddress(t),
			"IPFSPROXY_LISTEN": freeAddress(t), "PINSVCAPI_HTTPLISTEN": freeAddress(t),
		} {
			command.Env = append(command.Env, "CLUSTER_"+name+"MULTIADDRESS="+process.Multiaddress(address))
		}
		return command
	}
	if out, err := peer("init", "--consensus", "crdt").CombinedOutput(); err != nil {
		t.Fatalf("init: %v\n%s", err, out)
	}
	log, err := os.Create(filepath.Join(folder, "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	daemon, err := process.Start(peer("daemon"), log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(daemon.Stop)
	if err := daemon.Listens(t.Context(), api); err != nil {
		said, _ := os.ReadFile(log.Name())
		t.Fatalf("%v, and says:\n%s", err, said)
	}
	return mustParse(t, "http://"+api)
}

func freeAddress(t *testing.T) string {
	t.Helper()
	address, err := process.FreeAddress()
	if err != nil {
		t.Fatal(err)
	}
	return address
}
