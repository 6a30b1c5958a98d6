// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package probe

import (
	"context"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/internal/isolation"
)

// TestMain lets the tests start themselves as the program, whose filter nothing takes off again.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == Name {
		os.Exit(Main(os.Args[2:], os.Stderr))
	}
	os.Exit(m.Run())
}

// listening answers on loopback until the test ends.
func listening(t *testing.T) string {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- answer(ctx, address) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); <-tick.C {
		if (attempts{timeout: 50 * time.Millisecond}).inTime(t.Context(), isolation.UDP, address) {
			return address
		}
	}
	t.Fatal("it does not answer")
	return ""
}

func TestAProbeReachesWhoAnswersAndNobodyUnderTheFilter(t *testing.T) {
	report := filepath.Join(t.TempDir(), "report")
	program := exec.Command(os.Args[0], Name, "--target=pod="+listening(t), "--report="+report, "--resolvers="+os.DevNull)
	program.Env = []string{"KUBERNETES_SERVICE_HOST="}
	if out, err := program.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	got, err := isolation.Decode(string(text), isolation.Attempts(nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"pod/tcp", "pod/udp"} {
		if !slices.Contains(got.Reached, want) {
			t.Errorf("it did not reach %s but %v", want, got.Reached)
		}
	}
	if len(got.Filtered) > 0 || got.Filter != "" {
		t.Errorf("under the filter it reached %v: %s", got.Filtered, got.Filter)
	}
}

func TestWhoDoesNotAnswerIsNotReached(t *testing.T) {
	silent, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	a := attempts{targets: targets{"pod": {silent.LocalAddr().String()}, "dns": {"nonsense"}, "neighbours": {"[ff02::1%none]:1"}}, tries: 2, timeout: 20 * time.Millisecond}
	if got := a.make(t.Context()); len(got) > 0 {
		t.Errorf("it reached %v", got)
	}
}

func TestEveryPodKnowsItsResolverAndTheAPIServer(t *testing.T) {
	file := filepath.Join(t.TempDir(), "resolv.conf")
	if err := os.WriteFile(file, []byte("# one\nsearch a b\nnameserver 10.96.0.10\nnameserver 10.96.0.11\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "443"}
	want := targets{"dns": {"10.96.0.10:53"}, "api-server": {"[fd00::1]:443"}, "pod": {"10.0.0.1:1"}}
	if diff := cmp.Diff(want, known(targets{"pod": {"10.0.0.1:1"}}, file, func(name string) string { return env[name] })); diff != "" {
		t.Error(diff)
	}
	nothing := known(targets{}, filepath.Join(t.TempDir(), "none"), func(string) string { return "" })
	if len(nothing) > 0 {
		t.Errorf("it knows %v", nothing)
	}
}

func TestNeighboursAreTriedOnEveryLinkOfThePod(t *testing.T) {
	const up = net.FlagUp | net.FlagMulticast | net.FlagBroadcast
	interfaces := []net.Interface{
		{Name: "lo", Flags: net.FlagUp | net.FlagLoopback | net.FlagMulticast}, {Name: "eth0", Flags: up}, {Name: "tunl0", Flags: net.FlagMulticast},
		{Name: "sit0", Flags: net.FlagUp}, {Name: "net1", Flags: up},
	}
	if diff := cmp.Diff([]string{"[ff02::1%eth0]:4953", "[ff02::1%net1]:4953"}, links("4953", interfaces)); diff != "" {
		t.Error(diff)
	}
	if got := links("", interfaces); len(got) > 0 {
		t.Errorf("without a port it tries %v", got)
	}
}

func TestOfSeveralAddressesOneThatAnswersIsEnough(t *testing.T) {
	address := listening(t)
	a := attempts{targets: targets{"pod": {"nonsense", address, address}}, tries: 1, timeout: time.Second}
	if diff := cmp.Diff([]string{"pod/tcp", "pod/udp"}, a.make(t.Context())); diff != "" {
		t.Error(diff)
	}
}

func TestArgumentsThatAreNoneAreRefused(t *testing.T) {
	for _, args := range [][]string{{"--target=pod"}, {"--target==1"}, {"--colour=blue"}, {"--listen=nowhere"}} {
		if Main(args, io.Discard) == 0 {
			t.Errorf("%v is taken", args)
		}
	}
}

func TestTheLimitOfProcessesIsReadFromEitherKindOfControlGroup(t *testing.T) {
	const v1, v2 = "11:pids:/kubepods/pod1/c\n4:memory:/kubepods/pod1/c\n", "0::/\n"
	for name, tc := range map[string]struct {
		groups string
		files  map[string]string
		want   int64
	}{
		"none":                   {v2, nil, 0},
		"version 2":              {v2, map[string]string{"sys/fs/cgroup/pids.max": "1024\n"}, 1024},
		"version 2 without one":  {v2, map[string]string{"sys/fs/cgroup/pids.max": "max\n"}, 0},
		"version 1":              {v1, map[string]string{"sys/fs/cgroup/pids/pids.max": "512\n"}, 512},
		"version 1, of the pod":  {v1, map[string]string{"sys/fs/cgroup/pids/kubepods/pod1/pids.max": "64\n", "sys/fs/cgroup/pids/kubepods/pod1/c/pids.max": "max\n"}, 64},
		"the least of several":   {v1, map[string]string{"sys/fs/cgroup/pids/kubepods/pod1/pids.max": "64\n", "sys/fs/cgroup/pids/pids.max": "99\n"}, 64},
		"nonsense":               {"::\nx\n0:pids\n", map[string]string{"sys/fs/cgroup/pids.max": "many"}, 0},
		"of another controller":  {"4:memory:/a\n", map[string]string{"sys/fs/cgroup/pids/pids.max": "3\n"}, 0},
		"a path that leads away": {"0::/../../..\n", map[string]string{"sys/fs/cgroup/pids.max": "7\n"}, 7},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			write(t, filepath.Join(root, "proc/self/cgroup"), tc.groups)
			for file, text := range tc.files {
				write(t, filepath.Join(root, file), text)
			}
			if got := pidsLimit(root); got != tc.want {
				t.Errorf("the limit is %d", got)
			}
		})
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
