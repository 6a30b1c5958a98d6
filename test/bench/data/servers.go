// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/oceanprotocol/operator-engine/test/process"
)

// start starts a server that logs to a file of its own.
func (l *lab) start(command *exec.Cmd) (*process.Process, error) {
	log, err := os.Create(filepath.Join(l.root, filepath.Base(command.Path)+".log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	server, err := process.Start(command, log)
	if err != nil {
		return nil, err
	}
	l.servers = append(l.servers, server)
	return server, nil
}

// nginxConf is as Debian's is where it matters for speed: sendfile, and connections that are used again.
const nginxConf = `daemon off; worker_processes auto; pid %[1]s/nginx.pid; error_log stderr;
events { worker_connections 768; }
http {
	access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000;
	client_body_temp_path %[1]s/b; proxy_temp_path %[1]s/p; fastcgi_temp_path %[1]s/f; uwsgi_temp_path %[1]s/u; scgi_temp_path %[1]s/s;
	server {
		listen %[2]s; listen %[3]s ssl;
		ssl_certificate %[1]s/certificate.pem; ssl_certificate_key %[1]s/key.pem; ssl_session_cache shared:a:1m;
		root %[4]s;
	}
}
`

func (l *lab) startWeb(ctx context.Context) error {
	folder := filepath.Join(l.root, "web")
	if err := os.Mkdir(folder, 0o755); err != nil {
		return err
	}
	plain, err := process.FreeAddress()
	if err != nil {
		return err
	}
	secure, err := process.FreeAddress()
	if err != nil {
		return err
	}
	l.web, l.secureWeb, l.certificate = "http://"+plain, "https://"+secure, filepath.Join(folder, "certificate.pem")
	if err := certify(l.certificate, filepath.Join(folder, "key.pem")); err != nil {
		return fmt.Errorf("make a certificate: %w", err)
	}
	conf := filepath.Join(folder, "nginx.conf")
	text := fmt.Sprintf(nginxConf, folder, plain, secure, filepath.Join(l.root, "volumes"))
	if os.Geteuid() == 0 {
		text = "user root;\n" + text // The folders are of whoever runs this, and of nobody else.
	}
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		return err
	}
	server, err := l.start(exec.Command("nginx", "-c", conf, "-e", "stderr"))
	if err != nil {
		return err
	}
	return server.Listens(ctx, plain)
}

// certify makes a certificate for this machine, which signs itself.
func certify(certificate, keyFile string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "bench-data"}, NotAfter: time.Now().Add(24 * time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	if err := os.WriteFile(keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600); err != nil {
		return err
	}
	return os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600)
}

// The store's keys open nothing but a store that ends with this program.
const (
	accessKey = "bench"
	secretKey = "bench-secret"
	bucket    = "bench"
)

// startStore starts the S3 server, with a bucket in it: its store is a folder, and its buckets are folders there.
func (l *lab) startStore(ctx context.Context) error {
	address, err := process.FreeAddress()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(l.stored(), bucket), 0o755); err != nil {
		return err
	}
	l.store = "http://" + address
	command := exec.Command("versitygw", "--port", address, "posix", l.stored())
	command.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+accessKey, "ROOT_SECRET_KEY="+secretKey)
	server, err := l.start(command)
	if err != nil {
		return err
	}
	return server.Listens(ctx, address)
}

// stored is the S3 server's folder.
func (l *lab) stored() string { return filepath.Join(l.root, "store") }

// startNode starts an IPFS node without peers.
func (l *lab) startNode(ctx context.Context) error {
	api, err := process.FreeAddress()
	if err != nil {
		return err
	}
	gateway, err := process.FreeAddress()
	if err != nil {
		return err
	}
	l.node = "http://" + api
	for _, args := range [][]string{
		{"init", "--profile=test,autoconf-off"},
		{"config", "Addresses.API", process.Multiaddress(api)}, {"config", "Addresses.Gateway", process.Multiaddress(gateway)}, {"config", "Routing.Type", "none"},
	} {
		if out, err := l.ipfs(args...).CombinedOutput(); err != nil {
			return fmt.Errorf("ipfs %s: %w\n%s", args[0], err, out)
		}
	}
	server, err := l.start(l.ipfs("daemon", "--offline"))
	if err != nil {
		return err
	}
	return server.Listens(ctx, api)
}

// ipfs is the node's own program.
func (l *lab) ipfs(args ...string) *exec.Cmd {
	command := exec.Command("ipfs", args...)
	command.Env = append(os.Environ(), "IPFS_PATH="+filepath.Join(l.root, "node"), "IPFS_TELEMETRY=off")
	return command
}
