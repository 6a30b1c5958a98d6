// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
)

// buildManager builds the operator's program once, into the folder that is there for all tests.
var buildManager = sync.OnceValues(func() (string, error) {
	program := filepath.Join(scratch, "manager")
	if out, err := exec.CommandContext(context.Background(), "go", "build", "-o", program, "../../cmd/manager").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the manager: %w\n%s", err, out)
	}
	return program, nil
})

// manager is the operator's program as it is deployed, and all that it says.
type manager struct {
	operator

	said    *sayings
	metrics string
}

// sayings is what a program wrote, and a word whenever it wrote more.
type sayings struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{}
}

func (s *sayings) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case s.more <- struct{}{}:
	default:
	}
	return s.text.Write(p)
}

func (s *sayings) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// startManager runs the program at its most talkative for a namespace of its own, until the test ends.
func startManager(t *testing.T, given ...string) *manager {
	t.Helper()
	m := &manager{operator: operator{admin: admin(t)}, said: &sayings{more: make(chan struct{}, 1)}, metrics: freeAddress(t)}
	m.namespace = namespace(t, m.admin)
	command := m.command(t, given...)
	command.Stdout, command.Stderr = m.said, m.said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM) // It may have ended by itself, which the wait tells.
		if err := command.Wait(); err != nil {
			t.Errorf("the operator ended: %v\n%s", err, m.said)
		}
	})
	return m
}

// command is the program with its settings, given as names and values.
func (m *manager) command(t *testing.T, given ...string) *exec.Cmd {
	t.Helper()
	program, err := buildManager()
	if err != nil {
		t.Fatal(err)
	}
	templates, err := filepath.Abs("../../templates")
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, "--leader-elect=false", "--health-probe-bind-address=0", "--metrics-bind-address="+m.metrics)
	command.Env = []string{
		"KUBECONFIG=" + kubeconfig(t), "LOG_LEVEL=debug", "TEMPLATES_DIR=" + templates,
		"POD_NAMESPACE=" + m.namespace, "WATCH_NAMESPACES=" + m.namespace,
	}
	for name, value := range environment {
		command.Env = append(command.Env, name+"="+value)
	}
	for i := 0; i < len(given); i += 2 {
		command.Env = append(command.Env, given[i]+"="+given[i+1])
	}
	return command
}

// refuses runs the program with settings that it must refuse, and returns what it says.
func (m *manager) refuses(t *testing.T, given ...string) string {
	t.Helper()
	command := m.command(t, given...)
	late := time.AfterFunc(patience, func() { _ = command.Process.Kill() }) // It took what it should not have taken, and runs.
	defer late.Stop()
	said, err := command.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Fatalf("it ended with %v\n%s", err, said)
	}
	return string(said)
}

// awaitSaying waits until the program has said something.
func (m *manager) awaitSaying(t *testing.T, what string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for !strings.Contains(m.said.String(), what) {
		select {
		case <-m.said.more:
		case <-ctx.Done():
			t.Fatalf("it never said %q", what)
		}
	}
}

// kubeconfig lets a program in, as one that may do everything.
func kubeconfig(t *testing.T) string {
	t.Helper()
	user, err := env.AddUser(envtest.User{Name: "manager", Groups: []string{"system:masters"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := user.KubeConfig()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "kubeconfig")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// freeAddress was free a moment ago.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// scrape reads the program's metrics as a monitoring does.
func (m *manager) scrape(t *testing.T) string {
	t.Helper()
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "scraper", Namespace: m.namespace}}
	binding := &rbacv1.ClusterRoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: m.namespace},
		Subjects:   []rbacv1.Subject{{Kind: "ServiceAccount", Name: account.Name, Namespace: m.namespace}},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: "cluster-admin"},
	}
	request := &authenticationv1.TokenRequest{}
	for _, do := range []func() error{
		func() error { return client.IgnoreAlreadyExists(m.admin.Create(t.Context(), account)) },
		func() error { return client.IgnoreAlreadyExists(m.admin.Create(t.Context(), binding)) },
		func() error { return m.admin.SubResource("token").Create(t.Context(), account, request) },
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
	ask, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+m.metrics+"/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	ask.Header.Set("Authorization", "Bearer "+request.Status.Token)
	// The certificate is the operator's own, made at its start.
	insecure := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	defer insecure.CloseIdleConnections()
	answer, err := (&http.Client{Transport: insecure}).Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("got %s, %v", answer.Status, err)
	}
	return string(text)
}
