// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// hostile is something that an algorithm left behind, and what became of it.
type hostile struct {
	name string
	// leave makes it, in the folder of outputs of a volume that has nothing but a log.
	leave func(v *planted)
	// change is done when everything was found, before the first byte is uploaded.
	change func(v *planted)
	// uploaded are the files beside the log, with their contents; without any, contents are not compared.
	uploaded map[string]string
	// refused are reasons by name.
	refused map[string]string
	// code is that of a failure. Nothing is uploaded then.
	code v1alpha1.Code
	// rootOnly is what nobody else can make.
	rootOnly bool
}

// planted is a volume, with what is in the way of planting something on it.
type planted struct {
	*testing.T

	volume, outputs string
}

func (v *planted) must(err error) {
	v.Helper()
	if err != nil {
		v.Fatal(err)
	}
}

func (v *planted) at(name string) string { return filepath.Join(v.outputs, name) }

func (v *planted) put(name, content string)   { put(v.T, v.outputs, name, content) }
func (v *planted) link(target, name string)   { v.must(os.Symlink(target, v.at(name))) }
func (v *planted) hard(name, other string)    { v.must(os.Link(v.at(name), v.at(other))) }
func (v *planted) mode(name string, mode int) { v.must(syscall.Chmod(v.at(name), uint32(mode))) }
func (v *planted) gone(name string)           { v.must(os.RemoveAll(v.at(name))) }

// device makes one, or skips the test where that is forbidden even to root.
func (v *planted) device(name string, kind uint32) {
	if err := syscall.Mknod(v.at(name), kind|0o666, 1<<8|9); err != nil {
		v.Skipf("no device can be made here: %v", err)
	}
}

// deep makes folders in folders, which no path could name.
func (v *planted) deep(name string, levels int) {
	at, err := unix.Open(v.outputs, unix.O_DIRECTORY|unix.O_RDONLY, 0)
	v.must(err)
	for range levels {
		v.must(unix.Mkdirat(at, name, 0o755))
		next, err := unix.Openat(at, name, unix.O_DIRECTORY|unix.O_RDONLY, 0)
		v.must(err)
		v.must(unix.Close(at))
		at = next
	}
	v.must(unix.Close(at))
}

// asAlgorithm does what publish does with the rights that publish has: those of the algorithm's user. Linux keeps them for
// each thread.
func asAlgorithm(t *testing.T, do func()) {
	t.Helper()
	if os.Getuid() != 0 {
		do()
		return
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	asUser(65532, 0, do)
}

// asUser does something as one user on a thread that is another's.
func asUser(id, before int, do func()) {
	if os.Getuid() == 0 {
		_ = unix.Setfsuid(id) // it has no way to say that it failed; the tests of permissions would
		defer func() { _ = unix.Setfsuid(before) }()
	}
	do()
}

func (h hostile) run(t *testing.T) {
	if h.rootOnly && os.Getuid() != 0 {
		t.Skip("only root can make it")
	}
	o, results, _, log := scene(t)
	o.Volume, o.Limits.MaxFiles = t.TempDir(), 5000
	put(t, o.Volume, "logs/s/1/algorithm.log", "log")
	v := &planted{T: t, volume: o.Volume, outputs: o.Volume + "/outputs/s/1"}
	v.must(os.MkdirAll(v.outputs, 0o755))
	// What nobody may enter could not be cleared away either.
	t.Cleanup(func() {
		_ = filepath.WalkDir(o.Volume, func(path string, e os.DirEntry, err error) error {
			if err == nil && e.IsDir() || err != nil {
				_ = os.Chmod(path, 0o755) //nolint:gosec // a test's folder
			}
			return nil
		})
	})
	for folder := o.Volume; folder != os.TempDir() && os.Getuid() == 0; folder = filepath.Dir(folder) {
		v.must(os.Chmod(folder, 0o755)) //nolint:gosec // the algorithm's user must get in
	}
	if h.leave != nil {
		h.leave(v)
	}
	results.before = func() {
		if h.change != nil {
			asUser(0, 65532, func() { h.change(v) })
		}
	}
	asAlgorithm(t, func() {
		if r, _ := Run(t.Context(), o); r.Code != h.code {
			t.Errorf("the code is %d, want %d: %s", r.Code, h.code, r.Message)
		}
	})
	if h.code != 0 {
		if len(results.names) > 0 {
			t.Errorf("uploaded all the same: %v", results.names)
		}
		return
	}
	h.check(t, results, log.String())
}

func (h hostile) check(t *testing.T, results *memory, log string) {
	t.Helper()
	want := []string{"manifest.json"}
	if _, refused := h.refused["logs/algorithm.log"]; !refused {
		want = append(want, "logs/algorithm.log")
	}
	for name, content := range h.uploaded {
		want = append(want, name)
		if got := string(results.files[name]); got != content {
			t.Errorf("%q holds %q, want %q", name, got, content)
		}
	}
	slices.Sort(want)
	got := slices.Sorted(slices.Values(results.names))
	if diff := cmp.Diff(slices.Compact(want), got); diff != "" {
		t.Errorf("uploaded (-want +got):\n%s", diff)
	}
	var m document
	if err := json.Unmarshal(results.files["manifest.json"], &m); err != nil {
		t.Fatal(err)
	}
	reasons := map[string]string{}
	for _, s := range m.Skipped {
		reasons[s.Path] = s.Reason
		if !strings.Contains(log, s.Reason) {
			t.Errorf("the log does not say that %s", s.Reason)
		}
	}
	if h.refused == nil {
		h.refused = map[string]string{}
	}
	if diff := cmp.Diff(h.refused, reasons); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	if m.Totals.Skipped != int64(len(h.refused)) || strings.Count(log, "msg=Skipped") != len(h.refused) {
		t.Errorf("%d of %d are counted in the manifest; the log:\n%s", m.Totals.Skipped, len(h.refused), log)
	}
}

func TestHostileOutputs(t *testing.T) {
	all := slices.Concat(hostileNames(), longNames(), hostileLinks(), hostileKinds(), hostileSecondNames(), hostilePermissions(), hostileSizes(), hostileChanges())
	for _, h := range all {
		t.Run(h.name, h.run)
	}
	if len(all) < 40 {
		t.Errorf("only %d", len(all))
	}
}
