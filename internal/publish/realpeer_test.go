// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"encoding/json"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/config"
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
	folder, api := t.TempDir(), freePort(t)
	peer := func(args ...string) *exec.Cmd {
		command := exec.Command(program, append([]string{"--config", folder}, args...)...)
		command.Env = append(os.Environ(),
			"CLUSTER_RESTAPI_HTTPLISTENMULTIADDRESS=/ip4/127.0.0.1/tcp/"+api, "CLUSTER_LISTENMULTIADDRESS=/ip4/127.0.0.1/tcp/"+freePort(t),
			"CLUSTER_IPFSHTTP_NODEMULTIADDRESS="+multiaddress(t, os.Getenv("TEST_IPFS_URL")), "CLUSTER_MDNSINTERVAL=0",
			"CLUSTER_IPFSPROXY_LISTENMULTIADDRESS=/ip4/127.0.0.1/tcp/"+freePort(t), "CLUSTER_PINSVCAPI_HTTPLISTENMULTIADDRESS=/ip4/127.0.0.1/tcp/"+freePort(t))
		command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
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
	daemon := peer("daemon")
	daemon.Stdout, daemon.Stderr = log, log
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = daemon.Process.Signal(syscall.SIGTERM) // It may have ended already.
		_ = daemon.Wait()
	})
	awaitPort(t, api, log.Name())
	return mustParse(t, "http://127.0.0.1:"+api)
}

func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// multiaddress is how IPFS writes where a URL leads.
func multiaddress(t *testing.T, address string) string {
	t.Helper()
	u := mustParse(t, address)
	return "/ip4/" + u.Hostname() + "/tcp/" + u.Port()
}

// awaitPort waits until somebody listens.
func awaitPort(t *testing.T, port, log string) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); <-tick.C {
		connection, err := net.Dial("tcp", "127.0.0.1:"+port)
		if err == nil {
			_ = connection.Close()
			return
		}
	}
	said, _ := os.ReadFile(log)
	t.Fatalf("the peer does not listen, but says:\n%s", said)
}
