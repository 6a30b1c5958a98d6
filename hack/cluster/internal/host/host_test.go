package host

import (
	"bufio"
	"reflect"
	"strings"
	"testing"
)

func TestUndoingATableTakesOnlyWhatIsOurs(t *testing.T) {
	listing := `-P INPUT ACCEPT
-N KUBE-SERVICES
-N KUBE-SEP-ABC
-N DOCKER
-A INPUT -m comment --comment "kubernetes health check" -j KUBE-SERVICES
-A INPUT -i docker0 -j DOCKER
-A FORWARD -i oe-cluster0 -m comment --comment operator-engine-cluster -j ACCEPT
-A FORWARD -m comment --comment "mentions operator-engine-cluster only" -j ACCEPT
-A KUBE-SERVICES -d 10.96.0.1/32 -j KUBE-SEP-ABC
-A DOCKER -j RETURN
`
	want := [][]string{
		{"-D", "INPUT", "-m", "comment", "--comment", "kubernetes health check", "-j", "KUBE-SERVICES"},
		{"-D", "FORWARD", "-i", "oe-cluster0", "-m", "comment", "--comment", "operator-engine-cluster", "-j", "ACCEPT"},
		{"-F", "KUBE-SERVICES"}, {"-F", "KUBE-SEP-ABC"},
		{"-X", "KUBE-SERVICES"}, {"-X", "KUBE-SEP-ABC"},
	}
	if got := undoRules(listing); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestMountsAreTakenAwayInnermostFirstAndOnlyOurs(t *testing.T) {
	table := `22 1 0:20 / /proc rw - proc proc rw
30 22 0:30 / /var/lib/ours rw - tmpfs tmpfs rw
31 30 0:31 / /var/lib/ours/a\040b rw - tmpfs tmpfs rw
32 30 0:32 / /var/lib/ours-not rw - tmpfs tmpfs rw
`
	got := mountsUnder(bufio.NewScanner(strings.NewReader(table)), "/var/lib/ours")
	if want := []string{"/var/lib/ours/a b", "/var/lib/ours"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTheBridgeCarriesTheNodesAddressWithTheWidthOfThePodsSubnet(t *testing.T) {
	if got := gateway(); got != "10.244.0.1/22" {
		t.Errorf("got %s", got)
	}
}
