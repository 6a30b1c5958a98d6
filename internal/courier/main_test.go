// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package courier

import (
	"context"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/clock"
	clocktesting "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/notify"
	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/internal/render"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for what must happen.
const patience = time.Minute

const (
	startURL = "https://starts.example.com"
	stopURL  = "https://stops.example.com"
)

var now = time.Date(2026, 8, 22, 12, 0, 0, 0, time.UTC)

// sent is a notice that is on its way, until somebody answers it.
type sent struct {
	to      string
	notice  notify.Notice
	answers chan notify.Outcome
}

// post is a sender whose notices arrive here: a test sees each, and answers it or does not.
type post struct{ arrived chan sent }

func (p post) Send(ctx context.Context, to config.Secret, n notify.Notice) notify.Outcome {
	s := sent{to.Reveal(), n, make(chan notify.Outcome, 1)}
	select {
	case p.arrived <- s:
	case <-ctx.Done():
		return notify.Outcome{Result: notify.Failed}
	}
	select {
	case o := <-s.answers:
		return o
	case <-ctx.Done():
		return notify.Outcome{Result: notify.Failed}
	}
}

// next waits for a notice.
func (o *office) next(t *testing.T) sent {
	t.Helper()
	return receive(t, o.post.arrived, "a notice arrives")
}

// nothing checks that no notice waits to be seen.
func (o *office) nothing(t *testing.T) {
	t.Helper()
	select {
	case s := <-o.post.arrived:
		t.Errorf("%s of %s was sent", s.notice.Event, s.notice.WorkflowUID)
	default:
	}
}

func receive[T any](t *testing.T, from <-chan T, what string) T {
	t.Helper()
	select {
	case got := <-from:
		return got
	case <-time.After(patience):
		t.Fatalf("waited in vain until %s", what)
		panic("unreachable")
	}
}

// vault is an API server that has Secrets.
type vault struct {
	client.Reader

	mu      sync.Mutex
	secrets map[types.NamespacedName]map[string][]byte
	// hangs lets every call wait for its context.
	hangs bool
}

func (v *vault) Get(ctx context.Context, key client.ObjectKey, o client.Object, _ ...client.GetOption) error {
	if v.hangs {
		<-ctx.Done()
		return ctx.Err()
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	data, found := v.secrets[key]
	if !found {
		return apierrors.NewNotFound(corev1.Resource("secrets"), key.Name)
	}
	o.(*corev1.Secret).Data = data
	return nil
}

// office is a courier at work, and what is around it.
type office struct {
	*Courier

	post  post
	vault *vault
	stop  context.CancelFunc
	done  chan struct{}
}

// open lets a courier work until the test ends.
func open(t *testing.T) *office {
	t.Helper()
	o := prepare()
	o.start(t)
	return o
}

func prepare() *office {
	o := &office{post: post{make(chan sent)}, vault: &vault{secrets: map[types.NamespacedName]map[string][]byte{}}, done: make(chan struct{})}
	settings := config.Notify{StartURL: config.NewSecret(startURL), StopURL: config.NewSecret(stopURL), Timeout: patience}
	o.Courier = New(o.post, settings, o.vault, clock.PassiveClock(clocktesting.NewFakePassiveClock(now)))
	return o
}

func (o *office) start(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	o.stop = cancel
	go func() {
		defer close(o.done)
		if err := o.Start(ctx); err != nil {
			t.Error(err)
		}
	}()
	t.Cleanup(o.close)
}

// close ends the courier and waits until nothing of it is left.
func (o *office) close() {
	o.stop()
	<-o.done
}

// workflow is one with a secret.
func (o *office) workflow(uid string, options ...gen.Option) *v1alpha1.Workflow {
	wf := gen.Workflow(append([]gen.Option{gen.Named("wf-" + uid)}, options...)...)
	wf.UID = types.UID(uid)
	o.keep(wf, map[string][]byte{v1alpha1.SecretKey: []byte("hush-" + uid)})
	return wf
}

func (o *office) keep(wf *v1alpha1.Workflow, data map[string][]byte) {
	o.vault.mu.Lock()
	defer o.vault.mu.Unlock()
	o.vault.secrets[types.NamespacedName{Namespace: wf.Namespace, Name: render.SecretName(wf)}] = data
}

// heard waits until the courier calls, and gives the workflow's name.
func (o *office) heard(t *testing.T) string {
	t.Helper()
	return receive(t, o.Answered(), "somebody is called").Object.GetName()
}

func attempt(n plan.Notice, number int32) plan.SendNotice {
	return plan.SendNotice{Notice: n, Attempt: number, Rank: number}
}
