// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"crypto/rand"
	"encoding/hex"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
	"github.com/oceanprotocol/operator-engine/test/search"
)

// hush are what nobody may find: the key and what is secret of an address. They are made for one run.
type hush struct {
	*search.Search

	key, user, password, token string
}

func newHush() *hush {
	h := &hush{Search: search.New(), key: randomHex(), user: "user-" + rand.Text(), password: rand.Text() + ":/%é" + rand.Text(), token: rand.Text()}
	h.Key("the private key", h.key)
	for name, value := range map[string]string{"the address's user": h.user, "the address's password": h.password, "the address's token": h.token} {
		h.Secret(name, value)
	}
	return h
}

func randomHex() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // It never fails.
	return hex.EncodeToString(b)
}

// address is a receiver's with everything in it that may be secret.
func (h *hush) address(t *testing.T, receiver string) string {
	t.Helper()
	u, err := url.Parse(receiver)
	if err != nil {
		t.Fatal(err)
	}
	u.User, u.RawQuery = url.UserPassword(h.user, h.password), url.Values{"token": {h.token}}.Encode()
	return u.String()
}

func (h *hush) settings(t *testing.T, receiver string, more ...string) []string {
	t.Helper()
	to := h.address(t, receiver)
	return append([]string{"NOTIFY_START_URL", to, "NOTIFY_STOP_URL", to, "NOTIFY_TIMEOUT", "1s"}, more...)
}

// knowSecrets adds the secrets of a namespace's jobs. Their own objects are where they may stand.
func (h *hush) knowSecrets(t *testing.T, o *operator, least int) {
	t.Helper()
	var secrets corev1.SecretList
	if err := o.admin.List(t.Context(), &secrets, client.InNamespace(o.namespace)); err != nil {
		t.Fatal(err)
	}
	for i := range secrets.Items {
		h.Secret("the secret of a job", string(secrets.Items[i].Data[v1alpha1.SecretKey]))
	}
	if len(secrets.Items) < least {
		t.Errorf("there are only %d secrets to look for", len(secrets.Items))
	}
}

// searched looks through all that an operator has left: what it said, its metrics, and every object of any kind but Secrets.
func (h *hush) searched(t *testing.T, m *manager) []string {
	t.Helper()
	found, err := h.Objects(t.Context(), server, m.admin, m.namespace)
	if err != nil {
		t.Fatal(err)
	}
	return append(append(found, h.Find("the log", m.said.String())...), h.Find("the metrics", m.scrape(t))...)
}

// told waits until what a receiver answered stands in the status: of the start at its second attempt, and of the stop.
func (m *manager) told(t *testing.T, job string) {
	t.Helper()
	settled := func(wf *v1alpha1.Workflow, condition string, n *v1alpha1.NoticeStatus, attempts int32) bool {
		open := meta.IsStatusConditionPresentAndEqual(wf.Status.Conditions, condition, metav1.ConditionUnknown)
		return !open || n != nil && n.Attempts >= attempts
	}
	await(t, &m.operator, &v1alpha1.WorkflowList{}, "the receiver of "+job+" was told", func(wf *v1alpha1.Workflow) bool {
		return wf.Name == job && settled(wf, v1alpha1.ConditionStartNotified, wf.Status.StartNotice, 2) &&
			settled(wf, v1alpha1.ConditionStopNotified, wf.Status.StopNotice, 1)
	})
}

// Whatever a receiver does with what it was told, nobody finds a secret in what the operator says and writes.
func TestNoSecretIsFoundWhateverTheReceiverSays(t *testing.T) {
	t.Parallel()
	h, receiver := newHush(), newParrot(t)
	m := startManager(t, h.settings(t, receiver.URL, "OPERATOR_PRIVATE_KEY", "0x"+strings.ToUpper(h.key))...)
	for _, job := range receiver.jobs() {
		m.create(t, gen.Named(job))
	}
	h.knowSecretsOf(t, m, receiver.jobs())
	for _, job := range receiver.jobs() {
		m.runToTheEnd(t, job)
	}
	for _, job := range receiver.jobs() {
		m.told(t, job)
	}
	// The end of a deleted one is told from memory.
	if err := m.admin.Delete(t.Context(), &v1alpha1.Workflow{ObjectMeta: metav1.ObjectMeta{Name: "refuses", Namespace: m.namespace}}); err != nil {
		t.Fatal(err)
	}
	m.awaitSaying(t, `"result":"refused"`)
	for _, found := range h.searched(t, m) {
		t.Error(found)
	}
	h.canBeFound(t, m)
	m.toldPeople(t)
}

// toldPeople checks that there is an Event for every notice that was accepted or given up, and that attempts were counted.
func (m *manager) toldPeople(t *testing.T) {
	t.Helper()
	var events corev1.EventList
	if err := m.admin.List(t.Context(), &events, client.InNamespace(m.namespace)); err != nil {
		t.Fatal(err)
	}
	told := map[string]int{}
	for i := range events.Items {
		told[events.Items[i].InvolvedObject.Name+" "+events.Items[i].Type+" "+events.Items[i].Reason]++
	}
	for _, want := range []string{"delivers Normal StartNotified", "delivers Normal StopNotified", "is-gone Warning Gone"} {
		if told[want] == 0 {
			t.Errorf("there is no event %q, but %v", want, told)
		}
	}
	metrics := m.scrape(t)
	for _, result := range []string{"delivered", "gone", "refused", "retry-after", "failed"} {
		for _, notice := range []string{"start", "stop"} {
			if want := `operator_engine_notice_attempts_total{notice="` + notice + `",result="` + result + `"}`; !strings.Contains(metrics, want) {
				t.Errorf("the metrics lack %s", want)
			}
		}
	}
	for what, want := range map[string]string{
		"the durations":     `operator_engine_notice_attempt_duration_seconds_bucket{notice="start",le="1"}`,
		"what was given up": `operator_engine_notices_given_up_total{notice="start",reason="Gone"}`,
	} {
		if !strings.Contains(metrics, want) {
			t.Errorf("the metrics lack %s", what)
		}
	}
}

// knowSecretsOf waits until the jobs' secrets are there: those of notices that settle go at once.
func (h *hush) knowSecretsOf(t *testing.T, m *manager, jobs []string) {
	t.Helper()
	for _, job := range jobs {
		m.awaitJob(t, job+"-configure-job")
	}
	h.knowSecrets(t, &m.operator, len(jobs))
}

// canBeFound shows that the search would have found something: it finds what is now written into an object.
func (h *hush) canBeFound(t *testing.T, m *manager) {
	t.Helper()
	leak := &corev1.Event{
		ObjectMeta:     metav1.ObjectMeta{Name: "leak", Namespace: m.namespace},
		InvolvedObject: corev1.ObjectReference{Namespace: m.namespace}, Message: "signed with " + h.key[:20],
	}
	if err := m.admin.Create(t.Context(), leak); err != nil {
		t.Fatal(err)
	}
	if found, err := h.Objects(t.Context(), server, m.admin, m.namespace); len(found) == 0 || err != nil {
		t.Errorf("of a leak that was planted it found %v, %v", found, err)
	}
}

// A reason that a receiver gives for its refusal is shown to the consumer, but not what it was told.
func TestNoSecretIsFoundInTheReasonOfARefusal(t *testing.T) {
	t.Parallel()
	h, receiver := newHush(), newParrot(t)
	key := filepath.Join(t.TempDir(), "key")
	writeKey(t, key, h.key)
	m := startManager(t, h.settings(t, receiver.URL, "OPERATOR_PRIVATE_KEY_FILE", key, "NOTIFY_START_REQUIRED", "true", "ALLOWED_SECRETS", "brought")...)
	m.create(t, gen.Named("fails")) // It waits, and so keeps its secret.
	await(t, &m.operator, &v1alpha1.WorkflowList{}, "it waits for its receiver", func(wf *v1alpha1.Workflow) bool {
		return wf.Name == "fails" && wf.Status.StartNotice != nil && wf.Status.StartNotice.Attempts > 0
	})
	h.knowSecrets(t, &m.operator, 1)

	writeKey(t, key, h.key[:63]) // Not a key, but all that an attacker needs of one.
	m.awaitSaying(t, "cannot be used")
	writeKey(t, key, h.key)
	if err := m.admin.Create(t.Context(), &corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Name: "brought", Namespace: m.namespace}, StringData: map[string]string{v1alpha1.SecretKey: randomHex()},
	}); err != nil {
		t.Fatal(err)
	}
	h.knowSecrets(t, &m.operator, 2)
	m.create(t, gen.Named("refuses"), func(wf *v1alpha1.Workflow) { wf.Spec.SecretRef = &v1alpha1.SecretReference{Name: "brought"} })
	refused := m.awaitPhase(t, "refuses", v1alpha1.PhaseFailed)
	if c := meta.FindStatusCondition(refused.Status.Conditions, v1alpha1.ConditionSucceeded); c.Reason != v1alpha1.ReasonStartRefused {
		t.Errorf("it says %+v", c)
	}
	for _, found := range h.searched(t, m) {
		t.Error(found)
	}
}

func writeKey(t *testing.T, path, key string) {
	t.Helper()
	if err := os.WriteFile(path+".new", []byte(key), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
}

// Nobody is there, or somebody who speaks another protocol: errors of libraries like to name the whole address.
func TestNoSecretIsFoundWhereNobodyCanBeReached(t *testing.T) {
	t.Parallel()
	nobody := "http://" + freeAddress(t)
	for name, receiver := range map[string]string{
		"because nobody is there": nobody + "/path", "because it speaks no TLS": "https" + strings.TrimPrefix(newParrot(t).URL, "http"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHush()
			m := startManager(t, h.settings(t, receiver, "OPERATOR_PRIVATE_KEY", h.key)...)
			m.create(t)
			m.awaitJob(t, "word-count-configure-job")
			h.knowSecrets(t, &m.operator, 1)
			m.runToTheEnd(t, "word-count")
			m.told(t, "word-count")
			for _, found := range h.searched(t, m) {
				t.Error(found)
			}
		})
	}
}

func TestNoSecretIsFoundInWhatIsSaidOfSettings(t *testing.T) {
	t.Parallel()
	h := newHush()
	m := &manager{operator: operator{admin: admin(t), namespace: "default"}, metrics: "0"}
	path := filepath.Join(t.TempDir(), "key")
	writeKey(t, path, h.key+h.key)
	good := h.address(t, "http://receiver.example.com")
	for name, settings := range map[string][]string{
		"a key that is too long":  {"NOTIFY_STOP_URL", good, "OPERATOR_PRIVATE_KEY", h.key + "0"},
		"a key in quotes":         {"NOTIFY_STOP_URL", good, "OPERATOR_PRIVATE_KEY", `"` + h.key + `"`},
		"two keys":                {"NOTIFY_STOP_URL", good, "OPERATOR_PRIVATE_KEY", h.key, "OPERATOR_PRIVATE_KEY_FILE", path},
		"a file that has no key":  {"NOTIFY_STOP_URL", good, "OPERATOR_PRIVATE_KEY_FILE", path},
		"the key as a file":       {"NOTIFY_STOP_URL", good, "OPERATOR_PRIVATE_KEY_FILE", h.key},
		"an address without host": {"NOTIFY_STOP_URL", "http://?token=" + h.token, "OPERATOR_PRIVATE_KEY", h.key},
		"an address of mail":      {"NOTIFY_STOP_URL", h.address(t, "mailto://receiver"), "OPERATOR_PRIVATE_KEY", h.key},
		"an address with a blank": {"NOTIFY_STOP_URL", strings.Replace(good, "receiver", "re ceiver", 1), "OPERATOR_PRIVATE_KEY", h.key},
		"the key as an address":   {"NOTIFY_STOP_URL", h.key, "OPERATOR_PRIVATE_KEY", h.key},
		"no key":                  {"NOTIFY_STOP_URL", good},
	} {
		t.Run(name, func(t *testing.T) {
			said := m.refuses(t, settings...)
			if !strings.Contains(said, "NOTIFY_") && !strings.Contains(said, "OPERATOR_PRIVATE_KEY") && !strings.Contains(said, "read the key") {
				t.Errorf("it does not say what is wrong: %s", said)
			}
			for _, found := range h.Find("what it said", said) {
				t.Error(found)
			}
		})
	}
}
