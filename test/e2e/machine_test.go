// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// machineProcess is one of a pod's, seen from the machine that is the local cluster's node.
type machineProcess struct{ folder string }

// processesOf are a pod's processes of a name: a container's control group has the pod's UID in its name.
func processesOf(pod types.UID, name string) ([]machineProcess, error) {
	groups, err := filepath.Glob("/proc/[0-9]*/cgroup")
	if err != nil {
		return nil, err
	}
	var found []machineProcess
	for _, path := range groups {
		p := machineProcess{filepath.Dir(path)}
		group, err := os.ReadFile(path)
		if err != nil {
			continue // It has ended.
		}
		command, err := os.ReadFile(filepath.Join(p.folder, "comm"))
		if err != nil || strings.TrimSpace(string(command)) != name {
			continue
		}
		if strings.Contains(strings.ReplaceAll(string(group), "_", "-"), string(pod)) {
			found = append(found, p)
		}
	}
	return found, nil
}

// end sends SIGKILL.
func (p machineProcess) end() error {
	pid, err := strconv.Atoi(filepath.Base(p.folder))
	if err != nil {
		return err
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("kill process %d: %w", pid, err)
	}
	return nil
}

// kill ends it, and waits until nothing of it is left.
func (p machineProcess) kill(t *testing.T) {
	t.Helper()
	if err := p.end(); err != nil {
		t.Fatal(err)
	}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); <-tick.C {
		if _, err := os.Stat(p.folder); err != nil {
			return
		}
	}
	t.Fatalf("%s is still there", p.folder)
}

// written is how many bytes the process has written so far, to files and to connections.
func (p machineProcess) written() int64 {
	text, _ := os.ReadFile(filepath.Join(p.folder, "io")) // Of one that has ended it is nothing.
	for line := range bytes.Lines(text) {
		if value, ok := bytes.CutPrefix(line, []byte("wchar: ")); ok {
			n, _ := strconv.ParseInt(string(bytes.TrimSpace(value)), 10, 64)
			return n
		}
	}
	return 0
}

// received and sent are what went over the network of the process's pod since it was made.
func (p machineProcess) received() int64 { return p.traffic(0) }
func (p machineProcess) sent() int64     { return p.traffic(8) }

func (p machineProcess) traffic(column int) int64 {
	file, err := os.Open(filepath.Join(p.folder, "net/dev"))
	if err != nil {
		return 0
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if numbers, ok := strings.CutPrefix(strings.TrimSpace(lines.Text()), "eth0:"); ok {
			n, _ := strconv.ParseInt(strings.Fields(numbers)[column], 10, 64)
			return n
		}
	}
	return 0
}

// serverOf is the process of a store.
func serverOf(t *testing.T, app, program string) machineProcess {
	t.Helper()
	var pods corev1.PodList
	if err := cluster.List(t.Context(), &pods, client.InNamespace(storage), client.MatchingLabels{"app": app}); err != nil {
		t.Fatal(err)
	}
	for i := range pods.Items {
		found, err := processesOf(pods.Items[i].UID, program)
		if err != nil {
			t.Fatal(err)
		}
		if len(found) > 0 {
			return found[0]
		}
	}
	t.Fatalf("no pod of %s runs %s", app, program)
	return machineProcess{}
}

// inTheMiddle waits until a step's program has moved so many bytes. Of that no event tells.
func inTheMiddle(t *testing.T, wf *v1alpha1.Workflow, kind v1alpha1.StepKind, program string, enough int64) machineProcess {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	var running []machineProcess
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); <-tick.C {
		if len(running) == 0 || running[0].written() == 0 {
			running = runningIn(t, wf, kind, program)
		}
		for _, p := range running {
			if p.written() > enough {
				return p
			}
		}
	}
	t.Fatalf("%s of %s has moved next to nothing within %s", program, wf.Name, patience)
	return machineProcess{}
}

// runningIn are the processes of a program in a step's pods.
func runningIn(t *testing.T, wf *v1alpha1.Workflow, kind v1alpha1.StepKind, program string) []machineProcess {
	t.Helper()
	var pods corev1.PodList
	if err := cluster.List(t.Context(), &pods, client.InNamespace(wf.Namespace), client.MatchingLabels{
		v1alpha1.LabelWorkflowUID: string(wf.UID), v1alpha1.LabelComponent: string(kind),
	}); err != nil {
		t.Fatal(err)
	}
	var all []machineProcess
	for i := range pods.Items {
		found, err := processesOf(pods.Items[i].UID, program)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, found...)
	}
	return all
}
