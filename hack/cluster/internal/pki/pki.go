// Package pki makes the certificates of the cluster: one authority, and a certificate for each who must prove who they are.
package pki

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// lifetime outlasts any local cluster, so that nothing has to renew.
const lifetime = 10 * 365 * 24 * time.Hour

// Identity is whom a certificate is for: a user of the API server, or a server at the given names and addresses, or both.
type Identity struct {
	File  string // base name of NAME.crt and NAME.key
	User  string
	Group string
	Names []string
	IPs   []net.IP
}

// Authority signs certificates and keeps them in a folder.
type Authority struct {
	Dir  string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// Ensure loads the authority in the folder, or makes one, and makes the certificates that are missing.
func Ensure(dir string, identities []Identity) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make folder for certificates: %w", err)
	}
	authority, err := open(dir)
	if errors.Is(err, fs.ErrNotExist) {
		authority, err = create(dir)
	}
	if err != nil {
		return fmt.Errorf("prepare the certificate authority: %w", err)
	}
	for _, identity := range identities {
		if err := authority.issue(identity); err != nil {
			return fmt.Errorf("issue a certificate for %s: %w", identity.File, err)
		}
	}
	return nil
}

func open(dir string) (Authority, error) {
	certPEM, err := os.ReadFile(filepath.Join(dir, "ca.crt"))
	if err != nil {
		return Authority{}, err
	}
	keyPEM, err := os.ReadFile(filepath.Join(dir, "ca.key"))
	if err != nil {
		return Authority{}, err
	}
	certBlock, _ := pem.Decode(certPEM)
	keyBlock, _ := pem.Decode(keyPEM)
	if certBlock == nil || keyBlock == nil {
		return Authority{}, fmt.Errorf("%s/ca.crt or ca.key is not PEM", dir)
	}
	cert, err := x509.ParseCertificate(certBlock.Bytes)
	if err != nil {
		return Authority{}, err
	}
	key, err := x509.ParsePKCS8PrivateKey(keyBlock.Bytes)
	if err != nil {
		return Authority{}, err
	}
	ec, ok := key.(*ecdsa.PrivateKey)
	if !ok {
		return Authority{}, fmt.Errorf("%s/ca.key is not an ECDSA key", dir)
	}
	return Authority{Dir: dir, cert: cert, key: ec}, nil
}

func create(dir string) (Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Authority{}, err
	}
	template := template(pkix.Name{CommonName: "operator-engine-cluster"})
	template.IsCA, template.BasicConstraintsValid = true, true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return Authority{}, err
	}
	if err := write(dir, "ca", der, key); err != nil {
		return Authority{}, err
	}
	return open(dir)
}

// issue makes NAME.crt and NAME.key, unless they are there.
func (a Authority) issue(who Identity) error {
	if _, err := os.Stat(filepath.Join(a.Dir, who.File+".crt")); err == nil {
		return nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	name := pkix.Name{CommonName: who.User}
	if who.Group != "" {
		name.Organization = []string{who.Group}
	}
	template := template(name)
	template.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	if len(who.Names)+len(who.IPs) > 0 {
		template.ExtKeyUsage = append(template.ExtKeyUsage, x509.ExtKeyUsageServerAuth)
		template.DNSNames, template.IPAddresses = who.Names, who.IPs
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, key.Public(), a.key)
	if err != nil {
		return err
	}
	return write(a.Dir, who.File, der, key)
}

func template(name pkix.Name) *x509.Certificate {
	serial, _ := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127)) // the system's random source does not fail
	return &x509.Certificate{
		SerialNumber: serial, Subject: name,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(lifetime),
	}
}

// write stores the key before the certificate, which is what tells that both are there.
func write(dir, name string, der []byte, key *ecdsa.PrivateKey) error {
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	keyPEM := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})
	if err := os.WriteFile(filepath.Join(dir, name+".key"), keyPEM, 0o600); err != nil {
		return err
	}
	certPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return os.WriteFile(filepath.Join(dir, name+".crt"), certPEM, 0o644)
}
