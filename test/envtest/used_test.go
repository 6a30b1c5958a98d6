// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/isolation/preflight"
	"github.com/oceanprotocol/operator-engine/internal/render"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

// account is whom the API server takes the deployed operator for.
const account = "system:serviceaccount:" + home + ":operator-engine"

// askedForOtherwise are the rights that no request shows, each with the test that shows it.
var askedForOtherwise = map[right]string{
	{resource: "workflows/finalizers.oceanprotocol.com", verb: "update"}: "TestAnOwnerCanOnlyBeHeldUpByWhoMayUpdateItsFinalizers",
}

// TestTheOperatorUsesEveryRightThatItHas lives through what there is to live through with the operator's program, which has
// the rights of config/default and nothing else. The API server writes down what it asks for: that is all that it may ask for,
// and it is never told that it may not.
func TestTheOperatorUsesEveryRightThatItHas(t *testing.T) {
	objects := deployed(t)
	backend := newReceiver(t)
	backend.answers(gone)
	m := startDeployed(t, backend.settings()...)
	runs(t, m)
	stops(t, m)
	isDeleted(t, m, backend)
	findsItsNamesTaken(t, m)
	losesAPod(t, m)
	isLeftWithoutItsWorkflow(t, m)
	itsPolicyIsAltered(t, m)
	first := itsProbesFail(t, m, "")
	m.awaitSaying(t, "Serving metrics server")
	m.scrape(t)
	m.halt(t)
	// The caches of this one are filled by lists, as where a server does not stream them.
	impatient := startDeployed(t, "PENDING_TIMEOUT", "1s", "KUBE_FEATURE_WatchListClient", "false")
	waits := impatient.create(t, gen.Named("waits"))
	impatient.awaitThis(t, waits, "nobody says why its pod does not come", func(wf *v1alpha1.Workflow) bool {
		return wf.Status.Configure != nil && wf.Status.Configure.Reason == v1alpha1.ReasonWaitingForPod
	})
	itsProbesFail(t, impatient, first)
	impatient.halt(t)
	checkUse(t, rightsOf(grantedTo(t, objects, "operator-engine"), granted))
}

// checkUse compares rights with what was asked for. The last requests may still be being written down.
func checkUse(t *testing.T, held map[right]bool) {
	t.Helper()
	tick, late := time.NewTicker(50*time.Millisecond), time.After(10*time.Second)
	defer tick.Stop()
	unused := stillUnused(t, held)
	for len(unused) > 0 {
		select {
		case <-tick.C:
			unused = stillUnused(t, held)
			continue
		case <-late:
		}
		break
	}
	for _, r := range unused {
		t.Errorf("nothing needs the right to %s %s %s", r.verb, r.resource, r.names)
	}
	for _, one := range audited(t, account) {
		if one.ResponseStatus.Code == http.StatusForbidden {
			t.Errorf("it may not %s %s %s: %s", one.Verb, one.right().resource, one.ObjectRef.Name, one.ResponseStatus.Message)
		}
	}
}

func stillUnused(t *testing.T, held map[right]bool) []right {
	t.Helper()
	used := map[right]bool{}
	for _, one := range audited(t, account) {
		used[one.right()] = true
	}
	var unused []right
	for r := range held {
		if !used[right{resource: r.resource, verb: r.verb}] && askedForOtherwise[r] == "" {
			unused = append(unused, r)
		}
	}
	return unused
}

// runs lets a workflow succeed, be told and go when its time is over.
func runs(t *testing.T, m *manager) {
	t.Helper()
	wf := m.create(t, gen.Named("runs"), gen.WithTTL(0))
	for _, step := range []string{"configure", "algorithm"} {
		m.ends(t, m.pod(t, "runs-"+step+"-job"), 0, "{}")
	}
	m.ends(t, m.pod(t, "runs-publish-job"), 0, published)
	m.awaitGone(t, wf)
}

func (o *operator) awaitGone(t *testing.T, wf *v1alpha1.Workflow) {
	t.Helper()
	o.awaitThat(t, &v1alpha1.WorkflowList{}, wf.Name+" is gone", func() bool {
		return apierrors.IsNotFound(o.admin.Get(t.Context(), client.ObjectKeyFromObject(wf), &v1alpha1.Workflow{}))
	})
}

// isLeftWithoutItsWorkflow leaves a Job and a claim that belong to nothing, as a deletion with --cascade=orphan does.
func isLeftWithoutItsWorkflow(t *testing.T, m *manager) {
	t.Helper()
	labels := map[string]string{
		v1alpha1.LabelWorkflow: "earlier", v1alpha1.LabelWorkflowUID: "earlier", v1alpha1.LabelAttempt: "1", v1alpha1.LabelComponent: "publish",
	}
	job := &batchv1.Job{ObjectMeta: metav1.ObjectMeta{Name: "earlier-publish-job", Namespace: m.namespace, Labels: labels}}
	job.Spec.Template.Spec = corev1.PodSpec{RestartPolicy: corev1.RestartPolicyNever, Containers: []corev1.Container{{Name: "main", Image: "x"}}}
	claim := claimNamed(m.namespace, "earlier-data")
	claim.Labels = labels
	for _, left := range []client.Object{job, claim} {
		if err := m.admin.Create(t.Context(), left); err != nil {
			t.Fatal(err)
		}
	}
	m.awaitThat(t, &batchv1.JobList{}, "the job goes", func() bool { return m.goes(t, job) })
	m.awaitThat(t, &corev1.PersistentVolumeClaimList{}, "the claim goes", func() bool { return m.goes(t, claim) })
}

// stops ends an algorithm that runs.
func stops(t *testing.T, m *manager) {
	t.Helper()
	wf := m.create(t, gen.Named("stops"))
	m.ends(t, m.pod(t, "stops-configure-job"), 0, "{}")
	algorithm := m.pod(t, "stops-algorithm-job")
	m.starts(t, algorithm)
	if err := m.admin.Patch(t.Context(), wf, client.RawPatch("application/merge-patch+json", []byte(`{"spec":{"stop":true}}`))); err != nil {
		t.Fatal(err)
	}
	m.suspends(t, "stops-algorithm-job", algorithm)
	m.ends(t, m.pod(t, "stops-publish-job"), 0, published)
	m.awaitPhase(t, "stops", v1alpha1.PhaseStopped)
	m.awaitThis(t, wf, "both notices are given up", func(wf *v1alpha1.Workflow) bool {
		return meta.IsStatusConditionFalse(wf.Status.Conditions, v1alpha1.ConditionStartNotified) &&
			meta.IsStatusConditionFalse(wf.Status.Conditions, v1alpha1.ConditionStopNotified)
	})
}

// gone is how a receiver answers that wants no notices.
func gone(string) (int, string) { return http.StatusGone, "" }

// isDeleted takes away a workflow that runs. Its end is told from its document, and that both of its notices are given up is
// one event, which counts: it is about the same state of the same object.
func isDeleted(t *testing.T, m *manager, backend *receiver) {
	t.Helper()
	held := make(chan struct{})
	answer := sync.OnceFunc(func() { close(held) })
	t.Cleanup(answer)
	backend.answers(func(event string) (int, string) {
		<-held
		return gone(event)
	})
	wf := m.create(t, gen.Named("deleted"))
	m.pod(t, "deleted-configure-job")
	if err := m.admin.Delete(t.Context(), wf); err != nil {
		t.Fatal(err)
	}
	m.awaitGone(t, wf)
	answer()
	m.awaitThat(t, &corev1.ConfigMapList{}, "its document is gone", func() bool {
		key := client.ObjectKey{Namespace: home, Name: render.DocumentName(wf)}
		return apierrors.IsNotFound(m.admin.Get(t.Context(), key, &corev1.ConfigMap{}))
	})
}

// findsItsNamesTaken lets a workflow meet a claim and a Job that are somebody else's.
func findsItsNamesTaken(t *testing.T, m *manager) {
	t.Helper()
	if err := m.admin.Create(t.Context(), claimNamed(home, "meets-data")); err != nil {
		t.Fatal(err)
	}
	m.create(t, gen.Named("meets"))
	m.awaitPhase(t, "meets", v1alpha1.PhaseFailed)
}

// losesAPod deletes a Job from under its pod.
func losesAPod(t *testing.T, m *manager) {
	t.Helper()
	m.create(t, gen.Named("loses"))
	like := m.awaitJob(t, "loses-configure-job")
	left := restricted(strayPod(home, "word-count-count-1-abcde", map[string]string{
		v1alpha1.LabelAttempt: "1", v1alpha1.LabelComponent: "algorithm", v1alpha1.LabelStage: "count", batchv1.JobNameLabel: "word-count-count-1",
	}), like.Spec.Template.Spec)
	if err := m.admin.Create(t.Context(), left); err != nil {
		t.Fatal(err)
	}
	m.awaitThat(t, &corev1.PodList{}, "the pod is gone", func() bool {
		return apierrors.IsNotFound(m.admin.Get(t.Context(), client.ObjectKeyFromObject(left), &corev1.Pod{}))
	})
}

// itsPolicyIsAltered lets everything leave an algorithm's pod, until the operator puts that right.
func itsPolicyIsAltered(t *testing.T, m *manager) {
	t.Helper()
	made := m.awaitPolicy(t, "there is a policy", func(*networkingv1.NetworkPolicy) bool { return true })
	altered := made.DeepCopy()
	altered.Spec.Egress = []networkingv1.NetworkPolicyEgressRule{{}}
	if err := m.admin.Patch(t.Context(), altered, client.MergeFrom(made)); err != nil {
		t.Fatal(err)
	}
	m.awaitPolicy(t, "it is put back", func(p *networkingv1.NetworkPolicy) bool { return p.Generation > altered.Generation })
}

// itsProbesFail ends the first probe of an operator, which then writes down that it knows nothing, and when: that is returned.
func itsProbesFail(t *testing.T, m *manager, before string) (at string) {
	t.Helper()
	listener := await(t, &m.operator, &batchv1.JobList{}, "there is a probe", func(j *batchv1.Job) bool {
		return j.Labels[v1alpha1.LabelProbe] != "" && j.DeletionTimestamp.IsZero()
	})
	m.ends(t, m.pod(t, listener.Name), 1, "{}")
	written := await(t, &m.operator, &corev1.ConfigMapList{}, "what came of it is written down", func(c *corev1.ConfigMap) bool {
		return c.Name == preflight.ConfigMapName && c.Data["lastProbeTime"] != before
	})
	return written.Data["lastProbeTime"]
}

// startDeployed runs the operator's program in its own namespace, as its own service account, until it is halted.
func startDeployed(t *testing.T, given ...string) *manager {
	t.Helper()
	m := &manager{operator: operator{admin: admin(t), namespace: home}, said: &sayings{more: make(chan struct{}, 1)}, metrics: freeAddress(t)}
	command := m.command(t, given...)
	command.Args = append(command.Args, "--leader-elect=true")
	command.Env = append(command.Env, "KUBECONFIG="+asDeployed(t, m.admin)) // The last one counts.
	command.Stdout, command.Stderr = m.said, m.said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	m.stop = func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		if err := command.Wait(); err != nil {
			t.Errorf("the operator ended: %v\n%s", err, m.said)
		}
	}
	t.Cleanup(func() {
		if m.stop != nil {
			m.stop()
		}
	})
	return m
}

// halt ends the program.
func (m *manager) halt(t *testing.T) {
	t.Helper()
	m.stop()
	m.stop = nil
}

// asDeployed lets a program in as the operator's service account.
func asDeployed(t *testing.T, c client.Client) string {
	t.Helper()
	request := &authenticationv1.TokenRequest{}
	who := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "operator-engine", Namespace: home}}
	if err := c.SubResource("token").Create(t.Context(), who, request); err != nil {
		t.Fatal(err)
	}
	const name = "deployed"
	path := filepath.Join(t.TempDir(), "kubeconfig")
	if err := clientcmd.WriteToFile(clientcmdapi.Config{
		Clusters:       map[string]*clientcmdapi.Cluster{name: {Server: server.Host, CertificateAuthorityData: server.CAData}},
		AuthInfos:      map[string]*clientcmdapi.AuthInfo{name: {Token: request.Status.Token}},
		Contexts:       map[string]*clientcmdapi.Context{name: {Cluster: name, AuthInfo: name}},
		CurrentContext: name,
	}, path); err != nil {
		t.Fatal(err)
	}
	return path
}

// Every child has its workflow for an owner that waits for it. A cluster may ask who makes such a child whether he may hold
// the owner up.
func TestAnOwnerCanOnlyBeHeldUpByWhoMayUpdateItsFinalizers(t *testing.T) {
	objects := deployed(t)
	wf := gen.Workflow(gen.Named("held-up"), gen.InNamespace(home), func(wf *v1alpha1.Workflow) { wf.Spec.Suspend = true })
	wf.UID = ""
	if err := admin(t).Create(t.Context(), wf); err != nil {
		t.Fatal(err)
	}
	claim := claimNamed(home, "held-up-data")
	claim.OwnerReferences = []metav1.OwnerReference{*metav1.NewControllerRef(wf, v1alpha1.GroupVersion.WithKind("Workflow"))}
	if err := as(t, "operator-engine").Create(t.Context(), claim.DeepCopy(), client.DryRunAll); err != nil {
		t.Errorf("the operator may not: %v", err)
	}
	rules := grantedTo(t, objects, "operator-engine")
	rules = slices.DeleteFunc(rules, func(r rbacv1.PolicyRule) bool { return slices.Contains(r.Resources, "workflows/finalizers") })
	grant(t, "without-finalizers", rules)
	err := as(t, "without-finalizers").Create(t.Context(), claim.DeepCopy(), client.DryRunAll)
	if !apierrors.IsForbidden(err) || !strings.Contains(err.Error(), "cannot set blockOwnerDeletion") {
		t.Errorf("without the right it is answered %v", err)
	}
}

// as is a client of one of the service accounts at home.
func as(t *testing.T, account string) client.Client {
	t.Helper()
	config := rest.CopyConfig(server)
	config.Impersonate = rest.ImpersonationConfig{UserName: "system:serviceaccount:" + home + ":" + account, Groups: []string{"system:authenticated"}}
	c, err := client.New(config, client.Options{Scheme: newScheme()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// grant gives rights at home to an account.
func grant(t *testing.T, account string, rules []rbacv1.PolicyRule) {
	t.Helper()
	name := metav1.ObjectMeta{Name: account, Namespace: home}
	for _, o := range []client.Object{
		&rbacv1.Role{ObjectMeta: name, Rules: rules},
		&rbacv1.RoleBinding{
			ObjectMeta: name, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: account},
			Subjects: []rbacv1.Subject{{Kind: rbacv1.ServiceAccountKind, Name: account, Namespace: home}},
		},
	} {
		if err := admin(t).Create(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
}
