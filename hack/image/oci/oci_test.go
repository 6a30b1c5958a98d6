package oci

import (
	"archive/tar"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

func digest(t *testing.T, files ...File) string {
	t.Helper()
	image, err := Image{Ref: "x:1", Files: files, Config: v1.Config{Cmd: []string{"x"}}}.Build()
	if err != nil {
		t.Fatal(err)
	}
	d, err := image.Digest()
	if err != nil {
		t.Fatal(err)
	}
	return d.String()
}

func TestTheSameFilesGiveTheSameDigestInAnyOrderAndAtAnyTime(t *testing.T) {
	name := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(name, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	first := digest(t, Text("/a", "a"), Program("/p", name))
	if err := os.Chtimes(name, time.Unix(1, 0), time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	if second := digest(t, Program("/p", name), Text("/a", "a")); second != first {
		t.Errorf("got %s and %s", first, second)
	}
	if other := digest(t, Text("/a", "b"), Program("/p", name)); other == first {
		t.Error("other content has the same digest")
	}
}

func TestAFolderComesBeforeWhatItHolds(t *testing.T) {
	layer, err := NewLayer([]File{Text("/etc/passwd", ""), Symlink("/etc/a", "b"), Dir("/etc", 0o755)})
	if err != nil {
		t.Fatal(err)
	}
	content, err := layer.Uncompressed()
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	var names []string
	archive := tar.NewReader(content)
	for {
		header, err := archive.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if !header.ModTime.Equal(time.Unix(0, 0)) {
			t.Errorf("%s has the time %v", header.Name, header.ModTime)
		}
		names = append(names, header.Name)
	}
	if want := []string{"etc/", "etc/a", "etc/passwd"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}

func TestAnArchiveSaysWhatItHolds(t *testing.T) {
	image, err := Image{Ref: "x:1", Files: []File{Text("/a", "a")}}.Build()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "x.tar")
	if err := WriteArchive(file, "x:1", image); err != nil {
		t.Fatal(err)
	}
	entry, err := ReadArchive(file)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := image.Digest()
	if entry.Name != "docker.io/library/x:1" || entry.Digest != want.String() {
		t.Errorf("got %+v, want digest %s", entry, want)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), ".*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestAnArchivesImageIsTheOneThatWasWritten(t *testing.T) {
	built, err := Image{Ref: "x:1", Files: []File{Dir("/b", 0o755), Text("/b/a", "a")}}.Build()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "x.tar")
	if err := WriteArchive(file, "x:1", built); err != nil {
		t.Fatal(err)
	}
	opened, entry, err := OpenArchive(file)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := built.Digest()
	if got, _ := opened.Digest(); got != want || entry.Digest != want.String() {
		t.Errorf("got %s, and %s by the index, want %s", got, entry.Digest, want)
	}
	if got, want := layerOf(t, opened), layerOf(t, built); !bytes.Equal(got, want) || len(got) == 0 {
		t.Errorf("its layer has %d bytes, want %d", len(got), len(want))
	}
}

// layerOf is the content of an image's only layer.
func layerOf(t *testing.T, image v1.Image) []byte {
	t.Helper()
	layers, err := image.Layers()
	if err != nil || len(layers) != 1 {
		t.Fatalf("%v, %v", layers, err)
	}
	content, err := layers[0].Uncompressed()
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	all, err := io.ReadAll(content)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestSomethingElseIsNotTakenForAnArchive(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.tar")
	if err := os.WriteFile(file, []byte("no"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadArchive(file); err == nil {
		t.Error("no error")
	}
}

func TestAnImagesFullNameIsTheOneThatPodsMean(t *testing.T) {
	for ref, want := range map[string]string{
		"busybox":             "docker.io/library/busybox:latest",
		"busybox:1.35":        "docker.io/library/busybox:1.35",
		"a/b:1":               "docker.io/a/b:1",
		"ghcr.io/a/b:1":       "ghcr.io/a/b:1",
		"localhost:5000/b":    "localhost:5000/b:latest",
		"localhost:5000/b:v1": "localhost:5000/b:v1",
	} {
		if got := FullName(ref); got != want {
			t.Errorf("FullName(%q) = %q, want %q", ref, got, want)
		}
	}
}
