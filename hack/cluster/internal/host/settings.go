package host

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
)

// settings are the kernel's switches that the cluster needs.
var settings = map[string]string{
	"/proc/sys/net/ipv4/ip_forward":                 "1",
	"/proc/sys/net/bridge/bridge-nf-call-iptables":  "1",
	"/proc/sys/net/bridge/bridge-nf-call-ip6tables": "0",
}

// touched are switches that the kubelet and kube-proxy set by themselves. They too are put back.
var touched = []string{
	"/proc/sys/vm/overcommit_memory", "/proc/sys/vm/panic_on_oom", "/proc/sys/kernel/panic", "/proc/sys/kernel/panic_on_oops",
	"/proc/sys/kernel/keys/root_maxkeys", "/proc/sys/kernel/keys/root_maxbytes",
	"/proc/sys/net/ipv4/conf/all/route_localnet", "/proc/sys/net/ipv4/vs/conntrack",
}

// before is the file that remembers what the switches were.
func before() string { return State("settings-before.json") }

// ensureSettings sets the switches, remembering once what they were.
func ensureSettings() error {
	if !exists("/proc/sys/net/bridge") {
		_, _ = Run("modprobe", "br_netfilter") // built in, or not to be had: then pods of one node still reach each other
	}
	if err := remember(); err != nil {
		return err
	}
	for name, want := range settings {
		if !exists(name) || value(name) == want {
			continue
		}
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			return fmt.Errorf("set %s to %s: %w", name, want, err)
		}
	}
	return nil
}

func remember() error {
	if exists(before()) {
		return nil
	}
	values := map[string]string{}
	for name := range settings {
		values[name] = value(name)
	}
	for _, name := range touched {
		values[name] = value(name)
	}
	content, err := json.MarshalIndent(values, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the kernel's settings: %w", err)
	}
	if err := os.WriteFile(before(), content, 0o644); err != nil {
		return fmt.Errorf("remember the kernel's settings: %w", err)
	}
	return nil
}

// RestoreSettings puts the switches back.
func RestoreSettings() error {
	content, err := os.ReadFile(before())
	if err != nil {
		return nil //nolint:nilerr // It was never set, or is restored already.
	}
	var values map[string]string
	if err := json.Unmarshal(content, &values); err != nil {
		return fmt.Errorf("read %s: %w", before(), err)
	}
	var errs []error
	for name, was := range values {
		if was != "" && value(name) != was {
			errs = append(errs, os.WriteFile(name, []byte(was), 0o644))
		}
	}
	return errors.Join(errs...)
}

func value(name string) string {
	content, _ := os.ReadFile(name) // a switch that this kernel lacks has no value
	return strings.TrimSpace(string(content))
}
