package host

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
)

// comment marks the rules of ours in iptables.
const comment = "operator-engine-cluster"

// rules let pods out of the machine under its own address, and through its forward chain where that drops by default.
var rules = [][]string{
	{"nat", "POSTROUTING", "-s", PodSubnet, "!", "-d", PodSubnet, "-m", "comment", "--comment", comment, "-j", "MASQUERADE"},
	{"filter", "FORWARD", "-i", Bridge, "-m", "comment", "--comment", comment, "-j", "ACCEPT"},
	{"filter", "FORWARD", "-o", Bridge, "-m", "comment", "--comment", comment, "-j", "ACCEPT"},
}

// EnsureNetwork puts up the bridge that carries the node's address and the pods, and the rules that pods need.
func EnsureNetwork() error {
	if err := ensureBridge(); err != nil {
		return fmt.Errorf("put up bridge %s: %w", Bridge, err)
	}
	if err := ensureSettings(); err != nil {
		return err
	}
	for _, r := range rules {
		if err := ensureRule(r); err != nil {
			return err
		}
	}
	return nil
}

func ensureBridge() error {
	if _, err := net.InterfaceByName(Bridge); err != nil {
		if _, err := Run("ip", "link", "add", Bridge, "type", "bridge"); err != nil {
			return err
		}
	}
	if bridgeReady() {
		return ensureRoute()
	}
	_, addr := Run("ip", "addr", "replace", gateway(), "dev", Bridge)
	_, up := Run("ip", "link", "set", Bridge, "up")
	return errors.Join(addr, up, ensureRoute())
}

// ensureRoute keeps what is sent to a service that does not exist on this machine, instead of sending it to the default gateway.
func ensureRoute() error {
	_, err := Run("ip", "route", "replace", ServiceNet, "dev", Bridge)
	return err
}

func bridgeReady() bool {
	link, err := net.InterfaceByName(Bridge)
	if err != nil || link.Flags&net.FlagUp == 0 {
		return false
	}
	addrs, err := link.Addrs()
	if err != nil {
		return false
	}
	for _, a := range addrs {
		if a.String() == gateway() {
			return true
		}
	}
	return false
}

func ensureRule(r []string) error {
	table, rule := r[0], r[1:]
	if _, err := Run("iptables", append([]string{"-w", "-t", table, "-C"}, rule...)...); err == nil {
		return nil
	}
	if _, err := Run("iptables", append([]string{"-w", "-t", table, "-I"}, rule...)...); err != nil {
		return fmt.Errorf("add a rule to table %s: %w", table, err)
	}
	return nil
}

// RemoveNetwork takes away the bridge, our rules, and the chains that kube-proxy and the kubelet made.
func RemoveNetwork() error {
	var errs []error
	if _, err := net.InterfaceByName(Bridge); err == nil {
		_, err := Run("ip", "link", "delete", Bridge)
		errs = append(errs, err)
	}
	for _, program := range []string{"iptables", "ip6tables"} {
		for _, table := range []string{"nat", "filter", "mangle", "raw"} {
			errs = append(errs, clearTable(program, table))
		}
	}
	return errors.Join(errs...)
}

// clearTable removes what is ours from one table.
func clearTable(program, table string) error {
	listing, err := Run(program, "-w", "-t", table, "-S")
	if err != nil {
		return nil //nolint:nilerr // A kernel without that table has nothing of ours in it.
	}
	var errs []error
	for _, undo := range undoRules(listing) {
		_, err := Run(program, append([]string{"-w", "-t", table}, undo...)...)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// undoRules reads a table as iptables -S prints it and returns what removes our part: rules first, then chains, emptied before any is deleted.
func undoRules(listing string) [][]string {
	var deletes, flushes, removals [][]string
	for line := range strings.Lines(listing) {
		words := splitRule(strings.TrimSpace(line))
		if len(words) < 2 {
			continue
		}
		chain := words[1]
		switch {
		case words[0] == "-N" && strings.HasPrefix(chain, "KUBE-"):
			flushes = append(flushes, []string{"-F", chain})
			removals = append(removals, []string{"-X", chain})
		case words[0] == "-A" && !strings.HasPrefix(chain, "KUBE-") && isOurs(words):
			deletes = append(deletes, append([]string{"-D"}, words[1:]...))
		}
	}
	return append(append(deletes, flushes...), removals...)
}

// isOurs tells a rule that carries our comment or leads into one of Kubernetes' chains.
func isOurs(words []string) bool {
	for i, w := range words[:len(words)-1] {
		next := words[i+1]
		if w == "--comment" && next == comment || w == "-j" && strings.HasPrefix(next, "KUBE-") {
			return true
		}
	}
	return false
}

// splitRule splits at spaces outside double quotes, the way that iptables -S writes comments.
func splitRule(line string) []string {
	var words []string
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			words = append(words, part)
			continue
		}
		words = append(words, strings.Fields(part)...)
	}
	return words
}

// exists tells whether there is something at a path.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
