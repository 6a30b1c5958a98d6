// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/isolation"
)

// policies is the namespace of an operator with ISOLATION=enforce, whose network policies hack/policies.sh has enforced.
const policies = "ocean-compute-policies"

// needsPolicies skips a test unless network policies are enforced, or no longer are.
func needsPolicies(t *testing.T, state string) {
	t.Helper()
	if os.Getenv("E2E_POLICIES") != state {
		t.Skip("it needs network policies that are enforced, and then no longer are: run make test-policies")
	}
}

// toldOfPolicies checks that everything that tells of a namespace's isolation says the same.
func toldOfPolicies(t *testing.T, enforced, reason, metric string) {
	t.Helper()
	publishedIsolation(t, policies, reason)
	// As docs/security.md has it.
	out, err := exec.CommandContext(t.Context(), "kubectl", "-n", policies, "get", "configmap", "operator-engine-isolation",
		"-o", "jsonpath={.data.PoliciesEnforced} {.data.FilterHolds} {.data.reason}").Output()
	if want := enforced + " True " + reason; err != nil || string(out) != want {
		t.Errorf("kubectl prints %q, not %q: %v", out, want, err)
	}
	account := scraper(t)
	allow(t, account)
	_, text := scrape(t, "https://operator-engine-metrics."+policies+".svc.cluster.local:8443/metrics", token(t, account))
	for _, want := range []string{
		`operator_engine_isolation{barrier="policies",namespace="` + policies + `"} ` + metric + "\n",
		`operator_engine_isolation{barrier="filter",namespace="` + policies + `"} 1` + "\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the metrics have no %q", want)
		}
	}
}

func TestWherePoliciesAreEnforcedTheOperatorFindsOut(t *testing.T) {
	needsPolicies(t, "enforced")
	t.Parallel()
	toldOfPolicies(t, "True", isolation.ReasonIsolated, "1")
	found := publishedIsolation(t, policies, isolation.ReasonIsolated)
	for _, reached := range []string{"api-server/tcp", "dns/tcp", "dns/udp", "pod/tcp", "pod/udp"} {
		if !strings.Contains(found["message"], reached) {
			t.Errorf("the control did not reach %s: %s", reached, found["message"])
		}
	}
}

// The policies for configure and publish are enforced as well. They let through what those need.
func TestWherePoliciesAreEnforcedAWorkflowGoesFromInputsToResults(t *testing.T) {
	needsPolicies(t, "enforced")
	t.Parallel()
	stage := shell("count", `wc -l < "$INPUTS/rows/0" > "$OUTPUTS/rows.txt"`, v1alpha1.Input{
		ID: "rows", Files: []v1alpha1.File{{URL: "http://files.ocean-storage.svc.cluster.local/oui.csv"}},
	})
	ended := end(t, submit(t, policies, "proven", stage), v1alpha1.PhaseSucceeded, v1alpha1.CodeJobFinished, v1alpha1.ReasonCompleted)
	if rows := published(t, ended)["outputs/rows.txt"]; len(rows) < 5 {
		t.Errorf("the algorithm counted %q rows", rows)
	}
	nothingLeft(t, ended)
}

// Programs that need TCP among their own processes have it, and nothing else. With Allowed the same program gets everywhere, so
// that it is known to try.
func TestWherePoliciesAreEnforcedLoopbackLeadsNowhereElse(t *testing.T) {
	needsPolicies(t, "enforced")
	t.Parallel()
	for network, reached := range map[v1alpha1.Network]bool{v1alpha1.NetworkLoopback: false, v1alpha1.NetworkAllowed: true} {
		t.Run(string(network), func(t *testing.T) {
			t.Parallel()
			stage := python("try", strings.Replace(reaching, "TARGETS", elsewhere(t), 1)+talking)
			stage.Compute.Network = network
			ended := end(t, submit(t, policies, "network", stage), v1alpha1.PhaseSucceeded, v1alpha1.CodeJobFinished, v1alpha1.ReasonCompleted)
			said := published(t, ended)["logs/algorithm.log"]
			wantReached(t, said, reached)
			if want := "talked to itself by TCP, by UDP and to its processes\n"; !strings.HasSuffix(said, want) {
				t.Errorf("it does not say %q but %q", want, said)
			}
		})
	}
}

// listening answers the first call by TCP and the first by UDP, and says so. Whoever calls has a minute and a half.
const listening = `
import selectors, socket, time
calls, tcp, udp = selectors.DefaultSelector(), socket.socket(socket.AF_INET, socket.SOCK_STREAM), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for s in tcp, udp:
    s.bind(("", 4954))
tcp.listen()
calls.register(tcp, selectors.EVENT_READ, "TCP")
calls.register(udp, selectors.EVENT_READ, "UDP")
print("listening", flush=True)
end = time.monotonic() + 90
while len(calls.get_map()) and time.monotonic() < end:
    for key, _ in calls.select(1):
        if key.fileobj is tcp:
            tcp.accept()[0].close()
        else:
            udp.sendto(*udp.recvfrom(512))
        calls.unregister(key.fileobj)
        print("called by", key.data, flush=True)
`

// calling calls it for a while, as it may only be about to listen.
const calling = `
import socket, time
def reached(kind):
    with socket.socket(socket.AF_INET, kind) as s:
        s.settimeout(1)
        try:
            s.connect(("HOST", 4954))
            if kind == socket.SOCK_DGRAM:
                s.send(b"hello")
                s.recv(5)
            return True
        except OSError:
            return False

for name, kind in ("TCP", socket.SOCK_STREAM), ("UDP", socket.SOCK_DGRAM):
    end = time.monotonic() + 15
    while not (there := reached(kind)) and time.monotonic() < end:
        time.sleep(0.1)
    print(name, "reached" if there else "held back", flush=True)
`

// With Allowed the same calls get through, so that it is known that they are made, and that somebody listens.
func TestWherePoliciesAreEnforcedNobodyReachesAnAlgorithmThatHasLoopback(t *testing.T) {
	needsPolicies(t, "enforced")
	t.Parallel()
	for network, want := range map[v1alpha1.Network]struct{ outside, inside string }{
		v1alpha1.NetworkLoopback: {"TCP held back\nUDP held back\n", "listening\n"},
		v1alpha1.NetworkAllowed:  {"TCP reached\nUDP reached\n", "listening\ncalled by TCP\ncalled by UDP\n"},
	} {
		t.Run(string(network), func(t *testing.T) {
			t.Parallel()
			stage := python("listen", listening)
			stage.Compute.Network = network
			wf := submit(t, policies, "called", stage)
			pod := awaitPodThat(t, wf, v1alpha1.StepAlgorithm, func(pod *corev1.Pod) bool { return isRunning(pod) && pod.Status.PodIP != "" })
			if got := withoutRunner(t, v1alpha1.ComponentProbe, strings.Replace(calling, "HOST", pod.Status.PodIP, 1)); got != want.outside {
				t.Errorf("whoever calls says %q", got)
			}
			ended := end(t, wf, v1alpha1.PhaseSucceeded, v1alpha1.CodeJobFinished, v1alpha1.ReasonCompleted)
			if got := published(t, ended)["logs/algorithm.log"]; got != want.inside {
				t.Errorf("the algorithm says %q", got)
			}
		})
	}
}

// The filter is deliberately off: these pods are an algorithm's but for runner. What is held back, the policy alone holds.
func TestWherePoliciesAreEnforcedAnAlgorithmsPodReachesNothingWithoutTheFilter(t *testing.T) {
	needsPolicies(t, "enforced")
	t.Parallel()
	for component, reached := range map[string]bool{string(v1alpha1.StepAlgorithm): false, string(v1alpha1.StepFilter): false, v1alpha1.ComponentProbe: true} {
		t.Run(component, func(t *testing.T) {
			t.Parallel()
			wantReached(t, withoutRunner(t, component, strings.Replace(reaching, "TARGETS", elsewhere(t), 1)), reached)
		})
	}
}

func TestOncePoliciesAreNoLongerEnforcedLoopbackIsRefusedAndNothingBegins(t *testing.T) {
	needsPolicies(t, "gone")
	toldOfPolicies(t, "False", isolation.ReasonNotEnforced, "0")
	// Every pod has an address of IPv6 on the bridge, unless the kernel has none at all.
	_, err := os.Stat("/proc/net/if_inet6")
	if message := publishedIsolation(t, policies, isolation.ReasonNotEnforced)["message"]; err == nil && !strings.Contains(message, "neighbours/udp") {
		t.Errorf("nobody on the link was reached: %s", message)
	}
	loopback := shell("talk", "true")
	loopback.Compute.Network = v1alpha1.NetworkLoopback
	ended := end(t, submit(t, policies, "refused", loopback), v1alpha1.PhaseFailed, v1alpha1.CodeContainerCreationFailed, v1alpha1.ReasonNetworkRefused)
	const says = "stage talk asks for network Loopback, which needs a cluster that was seen to enforce network policies, and this one was not"
	if message := summary(ended); !strings.Contains(message, says) {
		t.Errorf("the message is %q, without %q", message, says)
	}
	nothingLeft(t, ended)

	waits := until(t, submit(t, policies, "waits", shell("count", "true")), "held", func(wf *v1alpha1.Workflow) bool {
		c := meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionAdmitted)
		return c != nil && c.Reason == v1alpha1.ReasonNotIsolated
	})
	if c := meta.FindStatusCondition(waits.Status.Conditions, v1alpha1.ConditionAdmitted); !strings.Contains(c.Message, "use a network plugin that enforces network policies") {
		t.Errorf("the message is %q", c.Message)
	}
	nothingLeft(t, waits)
}
