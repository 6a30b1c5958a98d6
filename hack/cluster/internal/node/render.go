// Package node is the one-node cluster: what it consists of, how it comes up, how it is put right and how it goes away.
package node

import (
	"bytes"
	"embed"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"text/template"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/host"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/images"
	"github.com/oceanprotocol/operator-engine/hack/image/oci"
)

//go:embed config
var config embed.FS

// values is what the configuration files are filled in with.
type values struct {
	State, Run, Socket, CNIPlugins, ResolvConf           string
	Bridge, NodeName, NodeAddress, PodSubnet, DNSService string
	CgroupRoot, CNINetwork                               string
	PauseImage, BusyboxImage, CoreDNSImage               string
	Server, User, CA, Cert, Key                          string
}

func fixedValues() values {
	return values{
		State: host.StateDir, Run: host.RunDir, Socket: host.ContainerdSocket, CNIPlugins: host.CNIPlugins(), ResolvConf: resolvConf(),
		Bridge: host.Bridge, NodeName: host.NodeName, NodeAddress: host.NodeAddress, PodSubnet: host.PodSubnet, DNSService: host.DNSService,
		CgroupRoot: host.CgroupRoot, CNINetwork: host.CNINetwork, Server: host.APIServer,
		PauseImage: oci.FullName(images.Pause.Ref), BusyboxImage: images.Busybox.Ref, CoreDNSImage: images.CoreDNS.Ref,
	}
}

// resolvConf is where the machine's real name servers are written. The stub of systemd-resolved listens on an address that means something else inside a pod.
func resolvConf() string {
	const behindTheStub = "/run/systemd/resolve/resolv.conf"
	if _, err := os.Stat(behindTheStub); err == nil {
		return behindTheStub
	}
	return "/etc/resolv.conf"
}

// render fills in a configuration file.
func render(name string, v values) (string, error) {
	parsed, err := template.New("").Option("missingkey=error").ParseFS(config, "config/"+name)
	if err != nil {
		return "", fmt.Errorf("read configuration %s: %w", name, err)
	}
	var out bytes.Buffer
	if err := parsed.ExecuteTemplate(&out, name, v); err != nil {
		return "", fmt.Errorf("fill in configuration %s: %w", name, err)
	}
	return out.String(), nil
}

// kubeconfig renders the access of a user, with the certificate of that name inside so that the file can be copied anywhere.
func kubeconfig(user string) (string, error) {
	v := fixedValues()
	v.User = user
	for file, field := range map[string]*string{"ca.crt": &v.CA, user + ".crt": &v.Cert, user + ".key": &v.Key} {
		content, err := os.ReadFile(filepath.Join(pkiDir, file))
		if err != nil {
			return "", fmt.Errorf("write the kubeconfig of %s: %w", user, err)
		}
		*field = base64.StdEncoding.EncodeToString(content)
	}
	return render("kubeconfig.yaml", v)
}

// writeFile writes a file unless it says so already.
func writeFile(name, content string, mode os.FileMode) error {
	if have, err := os.ReadFile(name); err == nil && string(have) == content {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("make folder for configuration: %w", err)
	}
	if err := os.WriteFile(name, []byte(content), mode); err != nil {
		return fmt.Errorf("write configuration: %w", err)
	}
	return nil
}
