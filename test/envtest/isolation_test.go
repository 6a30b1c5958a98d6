// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"strings"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/isolation/preflight"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// prober is an operator that probes, and the test that plays its probes.
type prober struct {
	*operator

	played map[types.UID]bool
	// usage is what the probe of usage says after the first round; nothing if the test plays it itself.
	usage string
}

// probing is an operator with its own rights, in a namespace that takes restricted pods only. It probes again and again.
func probing(t *testing.T, namespace string, given ...string) *prober {
	t.Helper()
	o, settings := newOperator(t, ownRights(t, namespace), namespace, clock.RealClock{}, given...)
	direct, err := client.NewWithWatch(o.manager.GetConfig(), client.Options{Scheme: o.manager.GetScheme()})
	if err != nil {
		t.Fatal(err)
	}
	is := settings.Isolation
	p := preflight.New(preflight.Options{
		Client: direct, Recorder: o.manager.GetEventRecorder("operator-engine"), Clock: clock.RealClock{},
		Renderer: func() *render.Renderer { return o.renderer }, Policies: o.policies(t),
		Namespaces: []string{namespace}, Interval: time.Millisecond, Addresses: is.Addresses, Image: is.Image,
	})
	if err := o.manager.Add(p); err != nil {
		t.Fatal(err)
	}
	o.isolation = p
	o.start(t)
	return &prober{operator: o, played: map[types.UID]bool{}, usage: bounded}
}

func restrictedNamespace(t *testing.T) string {
	t.Helper()
	c := admin(t)
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace(t, c)}}
	enforce := []byte(`{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"restricted"}}}`)
	if err := c.Patch(t.Context(), ns, client.RawPatch(types.MergePatchType, enforce)); err != nil {
		t.Fatal(err)
	}
	return ns.Name
}

// next is the next probe of a part that was not played yet, with the pod that the Job controller would make.
func (p *prober) next(t *testing.T, part string) *corev1.Pod {
	t.Helper()
	job := await(t, p.operator, &batchv1.JobList{}, "there is another "+part, func(j *batchv1.Job) bool {
		return j.Labels[v1alpha1.LabelProbe] == part && !p.played[j.UID]
	})
	p.played[job.UID] = true
	return p.pod(t, job.Name)
}

// round plays one set of probes, of which the control and the denied one leave these messages.
func (p *prober) round(t *testing.T, control, denied string) {
	t.Helper()
	listener := p.next(t, "listener")
	p.starts(t, listener)
	before := listener.DeepCopy()
	listener.Status.PodIP, listener.Status.PodIPs = "10.1.2.3", []corev1.PodIP{{IP: "10.1.2.3"}}
	if err := p.admin.Status().Patch(t.Context(), listener, client.MergeFrom(before)); err != nil {
		t.Fatal(err)
	}
	for _, probe := range []struct{ part, message string }{{"control", control}, {"denied", denied}} {
		part, message := probe.part, probe.message
		pod := p.next(t, part)
		if args := strings.Join(pod.Spec.Containers[0].Args, " "); args != "probe --target=pod=10.1.2.3:4953 --neighbours=4953 --target=10.0.0.9:80=10.0.0.9:80" {
			t.Errorf("%s gets %s", part, args)
		}
		beside := pod.Spec.Affinity.PodAffinity.RequiredDuringSchedulingIgnoredDuringExecution[0]
		if selector, err := metav1.LabelSelectorAsSelector(beside.LabelSelector); err != nil || !selector.Matches(labels.Set(listener.Labels)) {
			t.Errorf("%s does not run where the listener does but %s: %v", part, selector, err)
		}
		p.ends(t, pod, 0, message)
	}
	if p.usage != "" { // Once is enough for a day.
		p.ends(t, p.using(t), 0, p.usage)
		p.usage = ""
	}
}

// using is the pod of the probe of usage, whose claim is there and belongs to its Job.
func (p *prober) using(t *testing.T) *corev1.Pod {
	t.Helper()
	pod := p.next(t, "usage")
	claim := await(t, p.operator, &corev1.PersistentVolumeClaimList{}, "its claim is there", func(c *corev1.PersistentVolumeClaim) bool {
		return c.Name == pod.Spec.Volumes[0].PersistentVolumeClaim.ClaimName
	})
	if owner := claim.OwnerReferences; len(owner) != 1 || owner[0].Kind != "Job" || !p.played[owner[0].UID] {
		t.Errorf("the claim belongs to %+v", owner)
	}
	return pod
}

// published waits until the ConfigMap says something.
func (p *prober) published(t *testing.T, policies, filter, reason string) *corev1.ConfigMap {
	t.Helper()
	return await(t, p.operator, &corev1.ConfigMapList{}, "it is published that "+reason, func(c *corev1.ConfigMap) bool {
		return c.Name == preflight.ConfigMapName && c.Data["PoliciesEnforced"] == policies && c.Data["FilterHolds"] == filter && c.Data["reason"] == reason
	})
}

// What a control and a denied probe say on a cluster that enforces policies, and what the denied one says on another.
const (
	reaching = `{"reached":["api-server/tcp","dns/udp","pod/tcp","pod/udp"]}`
	kept     = `{}`
)

// What a probe of usage says where volumes and processes have an end, and where they have none.
const (
	bounded   = `{"volume":1020702720,"processes":4096}`
	unbounded = `{"volume":107374182400}`
)

func TestWhatProbesFindIsPublishedAndHoldsWorkflowsBack(t *testing.T) {
	p := probing(t, restrictedNamespace(t), "ISOLATION", "enforce", "ISOLATION_TARGETS", "10.0.0.9:80")
	wf := p.create(t)
	held := func(says string) func(*v1alpha1.Workflow) bool {
		return func(wf *v1alpha1.Workflow) bool {
			c := meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionAdmitted)
			return c != nil && c.Reason == v1alpha1.ReasonNotIsolated && strings.Contains(c.Message, says)
		}
	}
	p.awaitThis(t, wf, "it waits for the first probes", held("finding out"))

	p.round(t, reaching, reaching)
	broken := p.published(t, "False", "True", "PoliciesNotEnforced")
	if !strings.Contains(broken.Data["message"], "api-server/tcp, dns/udp, pod/tcp, pod/udp") {
		t.Errorf("it says %v", broken.Data)
	}
	p.awaitEvent(t, preflight.ConfigMapName, "PoliciesNotEnforced")
	p.awaitThis(t, wf, "it is held and told why", held("use a network plugin"))

	p.round(t, reaching, kept)
	p.published(t, "True", "True", "Isolated")
	p.awaitEvent(t, preflight.ConfigMapName, "Isolated")
	configure := p.pod(t, wf.Name+"-configure-job")

	p.round(t, reaching, reaching)
	p.published(t, "False", "True", "PoliciesNotEnforced")
	p.ends(t, configure, 0, "{}") // What runs goes on.
	p.awaitJob(t, wf.Name+"-algorithm-job")
}

// What a pod can use up is told, and nobody waits for it.
func TestWhatAProbeFindsOfBoundsIsPublishedAndHoldsNobodyBack(t *testing.T) {
	p := probing(t, restrictedNamespace(t), "ISOLATION", "enforce", "ISOLATION_TARGETS", "10.0.0.9:80")
	p.usage = ""
	wf := p.create(t)
	p.round(t, reaching, kept)
	p.awaitJob(t, wf.Name+"-configure-job")
	p.ends(t, p.using(t), 1, "no such folder")
	p.publishedBounds(t, "Unknown", "Unknown", "exit code 1 no such folder")

	p.usage = unbounded
	p.round(t, reaching, kept)
	p.publishedBounds(t, "False", "False", "has room for 100Gi")
	for _, reason := range []string{"VolumesNotSized", "ProcessesNotLimited"} {
		p.awaitEvent(t, preflight.ConfigMapName, reason)
	}

	p.round(t, reaching, reaching) // It is not tried again so soon, and stays.
	p.published(t, "False", "True", "PoliciesNotEnforced")
	p.publishedBounds(t, "False", "False", "podPidsLimit")
	p.next(t, "listener")
	if claims := p.claims(t); len(claims) > 0 {
		t.Errorf("it left %v", claims)
	}
}

// publishedBounds waits until the ConfigMap says something of bounds.
func (p *prober) publishedBounds(t *testing.T, volumes, processes, warning string) {
	t.Helper()
	await(t, p.operator, &corev1.ConfigMapList{}, "it is published that "+warning, func(c *corev1.ConfigMap) bool {
		return c.Name == preflight.ConfigMapName && c.Data["VolumesSized"] == volumes && c.Data["ProcessesLimited"] == processes &&
			strings.Contains(c.Data["warnings"], warning)
	})
}

// claims are those of probes that nobody deletes.
func (p *prober) claims(t *testing.T) []string {
	t.Helper()
	var claims corev1.PersistentVolumeClaimList
	if err := p.admin.List(t.Context(), &claims, client.InNamespace(p.namespace), client.HasLabels{v1alpha1.LabelProbe}); err != nil {
		t.Fatal(err)
	}
	var names []string
	for i := range claims.Items {
		if claims.Items[i].DeletionTimestamp.IsZero() { // What protects a claim in use does not run here.
			names = append(names, claims.Items[i].Name)
		}
	}
	return names
}

func TestLoopbackIsGivenWherePoliciesWereSeenToBeEnforced(t *testing.T) {
	p := probing(t, restrictedNamespace(t), "ISOLATION_TARGETS", "10.0.0.9:80")
	loopback := func(wf *v1alpha1.Workflow) { wf.Spec.Stages[0].Compute.Network = v1alpha1.NetworkLoopback }
	given := p.create(t, loopback)
	p.awaitThis(t, given, "it waits for the first probes", func(wf *v1alpha1.Workflow) bool {
		c := meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionAdmitted)
		return c != nil && c.Reason == v1alpha1.ReasonNotIsolated
	})
	p.round(t, reaching, kept)
	p.awaitJob(t, given.Name+"-configure-job")
}

func TestProbesThatProveNothingLeaveItUnknown(t *testing.T) {
	p := probing(t, restrictedNamespace(t), "ISOLATION_TARGETS", "10.0.0.9:80")
	p.round(t, kept, kept)
	p.published(t, "Unknown", "Unknown", "NothingReached")

	p.round(t, `{"reached":["dns/udp","neighbours/udp"]}`, kept)
	p.published(t, "Unknown", "True", "ProtocolNotReached")

	p.round(t, reaching, `{"reached":["everything"]}`) // It is not what the program would say.
	p.published(t, "Unknown", "Unknown", "NotProbed")

	p.round(t, `{"filter":"operation not permitted"}`, kept)
	p.published(t, "Unknown", "False", "FilterLeaks")

	p.ends(t, p.next(t, "listener"), 1, "address already in use")
	failed := p.published(t, "Unknown", "Unknown", "NotProbed")
	if !strings.Contains(failed.Data["message"], "exit code 1 address already in use") {
		t.Errorf("it says %v", failed.Data)
	}
}

func TestNothingIsLeftOfProbesThatWereCutShort(t *testing.T) {
	namespace := restrictedNamespace(t)
	dead := &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Name: "isolation-control-dead", Namespace: namespace, Labels: map[string]string{v1alpha1.LabelProbe: "control"}},
		Spec: batchv1.JobSpec{Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{
			RestartPolicy: corev1.RestartPolicyNever, Containers: []corev1.Container{{Name: "a", Image: "a"}},
		}}},
	}
	if err := admin(t).Create(t.Context(), dead); err != nil {
		t.Fatal(err)
	}
	claim := claimNamed(namespace, "isolation-usage-dead")
	claim.Labels = map[string]string{v1alpha1.LabelProbe: "usage"}
	if err := admin(t).Create(t.Context(), claim); err != nil {
		t.Fatal(err)
	}
	p := probing(t, namespace)
	p.next(t, "listener")
	if claims := p.claims(t); len(claims) > 0 {
		t.Errorf("there are %v", claims)
	}
	if jobs := p.probes(t); len(jobs) != 1 || strings.HasSuffix(jobs[0], "dead") {
		t.Errorf("there are %v", jobs)
	}
	p.stop()
	if jobs := p.probes(t); len(jobs) > 0 {
		t.Errorf("it left %v", jobs)
	}
}

// probes are the Jobs of probes that are there.
func (p *prober) probes(t *testing.T) []string {
	t.Helper()
	var jobs batchv1.JobList
	if err := p.admin.List(t.Context(), &jobs, client.InNamespace(p.namespace), client.HasLabels{v1alpha1.LabelProbe}); err != nil {
		t.Fatal(err)
	}
	var names []string
	for i := range jobs.Items {
		names = append(names, jobs.Items[i].Name)
	}
	return names
}

// What is published under the operator's name by somebody else stays his.
func TestAConfigMapThatIsSomebodyElsesIsLeftAlone(t *testing.T) {
	namespace := restrictedNamespace(t)
	theirs := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: preflight.ConfigMapName, Namespace: namespace}, Data: map[string]string{"mine": "all mine"}}
	if err := admin(t).Create(t.Context(), theirs); err != nil {
		t.Fatal(err)
	}
	p := probing(t, namespace, "ISOLATION_TARGETS", "10.0.0.9:80")
	p.round(t, reaching, kept)
	p.next(t, "listener") // The next round begins after the first was published, or was not.
	var now corev1.ConfigMap
	if err := p.admin.Get(t.Context(), client.ObjectKeyFromObject(theirs), &now); err != nil {
		t.Fatal(err)
	}
	if now.ResourceVersion != theirs.ResourceVersion {
		t.Errorf("it is %v", now.Data)
	}
}
