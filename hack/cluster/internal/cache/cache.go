// Package cache keeps what is slow to make, once for each version, where every checkout on the machine finds it.
//
// An entry appears whole or not at all, and two programs that want the same one at once make it once. Nothing in here
// is needed to stop a running cluster, and nothing is ever removed: deleting the folder by hand is always safe.
package cache

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Cache is a folder of entries.
type Cache struct {
	Dir string
}

// Open names the user's cache folder: $OPERATOR_ENGINE_CACHE, or operator-engine under $XDG_CACHE_HOME or ~/.cache.
func Open() (Cache, error) {
	if dir := os.Getenv("OPERATOR_ENGINE_CACHE"); dir != "" {
		return Cache{Dir: dir}, nil
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return Cache{}, fmt.Errorf("find the user's cache folder: %w", err)
	}
	return Cache{Dir: filepath.Join(dir, "operator-engine")}, nil
}

// Ensure returns the path of an entry, which build brings about at a temporary path if it is not there yet.
func (c Cache) Ensure(name, key string, build func(temp string) error) (string, error) {
	final := filepath.Join(c.Dir, name+"-"+key)
	if exists(final) {
		return final, nil
	}
	unlock, err := Lock(filepath.Join(c.Dir, ".locks", filepath.Base(name)))
	if err != nil {
		return "", fmt.Errorf("lock cache entry %s: %w", name, err)
	}
	defer unlock()
	if exists(final) { // whoever held the lock made it
		return final, nil
	}
	if err := os.MkdirAll(filepath.Dir(final), 0o755); err != nil {
		return "", fmt.Errorf("make room in the cache: %w", err)
	}
	temp := filepath.Join(filepath.Dir(final), ".new-"+filepath.Base(final))
	if err := os.RemoveAll(temp); err != nil { // left by one that was killed
		return "", fmt.Errorf("remove unfinished cache entry: %w", err)
	}
	defer os.RemoveAll(temp)
	if err := build(temp); err != nil {
		return "", err
	}
	if err := os.Rename(temp, final); err != nil {
		return "", fmt.Errorf("put %s into the cache: %w", name, err)
	}
	return final, nil
}

// Key hashes what an entry is made from: the given words, and the names and contents of the given files. A file that does not exist counts as such.
func Key(words []string, files ...string) (string, error) {
	hash := sha256.New()
	for _, w := range words {
		fmt.Fprintf(hash, "word %d %s\n", len(w), w)
	}
	for _, name := range files {
		content, err := os.Open(name)
		if os.IsNotExist(err) {
			fmt.Fprintf(hash, "absent %s\n", filepath.Base(name))
			continue
		}
		if err != nil {
			return "", fmt.Errorf("compute cache key: %w", err)
		}
		fmt.Fprintf(hash, "file %s\n", filepath.Base(name))
		_, err = io.Copy(hash, content)
		content.Close()
		if err != nil {
			return "", fmt.Errorf("compute cache key from %s: %w", name, err)
		}
	}
	return hex.EncodeToString(hash.Sum(nil))[:16], nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
