package process

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

func TestTheMarkIsReadFromAnEnvironment(t *testing.T) {
	for environ, want := range map[string]string{
		"A=b\x00" + mark + "=etcd\x00C=d\x00": "etcd",
		mark + "=kubelet":                     "kubelet",
		"X" + mark + "=etcd\x00":              "",
		"A=" + mark + "=etcd\x00":             "",
		"":                                    "",
	} {
		if got, ok := componentOf([]byte(environ)); got != want || ok != (want != "") {
			t.Errorf("componentOf(%q) = %q, %v", environ, got, ok)
		}
	}
}

func TestTheProgramIsTheBaseNameOfTheFirstArgument(t *testing.T) {
	for cmdline, want := range map[string]string{
		"/a/b/kubelet\x00--x\x00": "kubelet",
		"etcd\x00":                "etcd",
	} {
		if got := programOf([]byte(cmdline)); got != want {
			t.Errorf("programOf(%q) = %q", cmdline, got)
		}
	}
}

// begin starts something that sleeps, under a name that no other test or cluster uses.
func begin(t *testing.T, name string) Process {
	t.Helper()
	sleep, err := exec.LookPath("sleep")
	if err != nil {
		t.Fatal("there is no sleep on this machine")
	}
	if err := Start(name, sleep, []string{"300"}, filepath.Join(t.TempDir(), "log")); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if p, found, err := Find(name); err != nil {
			t.Fatal(err)
		} else if found {
			return p
		}
	}
	t.Fatalf("%s was started and not found", name)
	return Process{}
}

func TestAProcessIsFoundByItsMarkAndEnds(t *testing.T) {
	p := begin(t, "test-component-a")
	if err := p.Stop(time.Minute); err != nil {
		t.Fatal(err)
	}
	if _, found, _ := Find("test-component-a"); found {
		t.Error("it is still there")
	}
}

func TestAProcessOfThatNameWithoutTheMarkIsNotOurs(t *testing.T) {
	other := exec.Command("sleep", "300")
	other.Args[0] = "test-component-b"
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = other.Process.Kill(), other.Wait() }()
	if p, found, _ := Find("test-component-b"); found {
		t.Errorf("found pid %d, which nobody here started", p.PID)
	}
}

func TestAChildThatInheritsTheMarkIsNotTheComponent(t *testing.T) {
	t.Setenv(mark, "test-component-c")
	child := exec.Command("sleep", "300")
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = child.Process.Kill(), child.Wait() }()
	if p, found, _ := Find("test-component-c"); found {
		t.Errorf("took the child, pid %d, for the component", p.PID)
	}
}

func TestALogThatGrewTooLongIsSetAside(t *testing.T) {
	name := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(name, make([]byte, maxLog+1), 0o644); err != nil {
		t.Fatal(err)
	}
	log, err := openLog(name)
	if err != nil {
		t.Fatal(err)
	}
	log.Close()
	if info, err := os.Stat(name); err != nil || info.Size() != 0 {
		t.Errorf("the new log is not empty: %v, %v", info, err)
	}
	if _, err := os.Stat(name + ".old"); err != nil {
		t.Error(err)
	}
}
