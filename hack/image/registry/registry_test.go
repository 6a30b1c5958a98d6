package registry

import (
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	server "github.com/google/go-containerregistry/pkg/registry"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/oceanprotocol/operator-engine/hack/image/oci"
)

// serve starts an empty registry, and counts what is written to it.
func serve(t *testing.T) (place string, writes *int) {
	t.Helper()
	writes = new(int)
	handler := server.New(server.Logger(log.New(io.Discard, "", 0)))
	running := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			*writes++
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(running.Close)
	return strings.TrimPrefix(running.URL, "http://") + "/team", writes
}

func archive(t *testing.T, ref, content string) string {
	t.Helper()
	built, err := oci.Image{Ref: ref, Files: []oci.File{oci.Dir("/etc", 0o755), oci.Text("/etc/text", content)}}.Build()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "image.tar")
	if err := oci.WriteArchive(file, ref, built); err != nil {
		t.Fatal(err)
	}
	return file
}

func imageOf(t *testing.T, place, archive string) Image {
	t.Helper()
	to, err := Parse(place)
	if err != nil {
		t.Fatal(err)
	}
	image, err := to.Image(archive)
	if err != nil {
		t.Fatal(err)
	}
	return image
}

func TestAPushedImageIsReadBackByItsNameWithTheArchivesDigest(t *testing.T) {
	place, _ := serve(t)
	file := archive(t, "example/kubo:v1", "the content")
	image := imageOf(t, place, file)
	if err := image.Push(t.Context()); err != nil {
		t.Fatal(err)
	}
	said, err := oci.ReadArchive(file)
	if err != nil {
		t.Fatal(err)
	}
	if want := place + "/kubo:v1@" + said.Digest; image.Name() != want {
		t.Errorf("its name is %s, not %s", image.Name(), want)
	}
	for _, ref := range []string{image.Name(), place + "/kubo:v1"} {
		parsed, err := name.ParseReference(ref)
		if err != nil {
			t.Fatal(err)
		}
		back, err := remote.Image(parsed)
		if err != nil {
			t.Fatal(err)
		}
		if digest, err := back.Digest(); err != nil || digest.String() != said.Digest {
			t.Errorf("%s is %s, not %s: %v", ref, digest, said.Digest, err)
		}
		layers, err := back.Layers()
		if err != nil || len(layers) != 1 {
			t.Fatalf("%s has layers %v: %v", ref, layers, err)
		}
		content, err := layers[0].Uncompressed()
		if err != nil {
			t.Fatal(err)
		}
		if all, err := io.ReadAll(content); err != nil || !strings.Contains(string(all), "the content") {
			t.Errorf("%s holds %q: %v", ref, all, err)
		}
	}
}

func TestAnImageCountsAsPushedOnlyWithItsVeryDigest(t *testing.T) {
	place, writes := serve(t)
	old, now := imageOf(t, place, archive(t, "x:1", "a")), imageOf(t, place, archive(t, "x:1", "b"))
	if old.Pushed(t.Context()) {
		t.Error("an empty registry has it")
	}
	if err := old.Push(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !old.Pushed(t.Context()) || now.Pushed(t.Context()) {
		t.Errorf("pushed: the old one %v, the new one %v", old.Pushed(t.Context()), now.Pushed(t.Context()))
	}
	if *writes == 0 {
		t.Error("nothing was written")
	}
}

func TestThePlaceMustNameARegistry(t *testing.T) {
	for place, want := range map[string]bool{
		"registry.example.com": true, "registry.example.com/": true, "registry.example.com:5000/a/b": true,
		"127.0.0.1:5000/ops": true, "localhost/ops": true,
		"": false, "/": false, "ops": false, "ops/team": false, "registry.example.com/Team": false, "https://registry.example.com": false,
	} {
		if _, err := Parse(place); (err == nil) != want {
			t.Errorf("Parse(%q) = %v", place, err)
		}
	}
}

// answer is a transport that always has an answer.
type answer struct{}

func (answer) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
}

func TestNothingIsSentInClearOverANetwork(t *testing.T) {
	for url, want := range map[string]error{
		"http://127.0.0.1:5000/v2/": nil, "http://localhost:5000/v2/": nil, "http://[::1]:5000/v2/": nil, "https://registry.example.com/v2/": nil,
		"http://registry.example.com/v2/": errClear, "http://10.1.2.3:5000/v2/": errClear, "http://registry.local/v2/": errClear,
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := encrypted{answer{}}.RoundTrip(request)
		if err == nil {
			response.Body.Close()
		}
		if !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", url, err, want)
		}
	}
}
