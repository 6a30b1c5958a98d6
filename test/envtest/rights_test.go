// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	authorizationv1 "k8s.io/api/authorization/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// right is one verb on one resource, which has its group behind it: jobs.batch. Names narrow it down.
type right struct{ resource, names, verb string }

func inGroup(resource, group string) string {
	if group == "" {
		return resource
	}
	return resource + "." + group
}

// rightsOf takes rules apart.
func rightsOf[R any](rules []R, parts func(R) (groups, resources, names, verbs []string)) map[right]bool {
	all := map[right]bool{}
	for _, rule := range rules {
		groups, resources, names, verbs := parts(rule)
		for _, group := range groups {
			for _, resource := range resources {
				for _, verb := range verbs {
					all[right{inGroup(resource, group), strings.Join(names, " "), verb}] = true
				}
			}
		}
	}
	return all
}

func granted(r rbacv1.PolicyRule) (groups, resources, names, verbs []string) {
	return r.APIGroups, r.Resources, r.ResourceNames, r.Verbs
}

func listed(r authorizationv1.ResourceRule) (groups, resources, names, verbs []string) {
	return r.APIGroups, r.Resources, r.ResourceNames, r.Verbs
}

// can is what `kubectl auth can-i --list` shows of a service account in a namespace.
func can(t *testing.T, account, namespace string) map[right]bool {
	t.Helper()
	config := rest.CopyConfig(server)
	config.Impersonate = rest.ImpersonationConfig{
		UserName: "system:serviceaccount:" + home + ":" + account,
		Groups:   []string{"system:serviceaccounts", "system:serviceaccounts:" + home, "system:authenticated"},
	}
	c, err := client.New(config, client.Options{Scheme: newScheme()})
	if err != nil {
		t.Fatal(err)
	}
	review := &authorizationv1.SelfSubjectRulesReview{Spec: authorizationv1.SelfSubjectRulesReviewSpec{Namespace: namespace}}
	if err := c.Create(t.Context(), review); err != nil {
		t.Fatal(err)
	}
	if review.Status.Incomplete {
		t.Fatalf("the list is not complete: %s", review.Status.EvaluationError)
	}
	for _, rule := range review.Status.NonResourceRules {
		if !slices.Equal(rule.Verbs, []string{"get"}) {
			t.Errorf("%s may %v %v", account, rule.Verbs, rule.NonResourceURLs)
		}
	}
	return rightsOf(review.Status.ResourceRules, listed)
}

// own are the rights of an account in a namespace that others do not have: which Kubernetes gives to all accounts differs
// from one minor to the next.
func own(t *testing.T, account, namespace string) map[right]bool {
	t.Helper()
	rights := can(t, account, namespace)
	for r := range can(t, "nobody", namespace) {
		delete(rights, r)
	}
	return rights
}

// list writes rights down as the pages in testdata/rights do.
func list(rights map[right]bool) string {
	verbs := map[string][]string{}
	for r := range rights {
		what := r.resource
		if r.names != "" {
			what += " " + r.names
		}
		verbs[what] = append(verbs[what], r.verb)
	}
	var lines []string
	for what, all := range verbs {
		slices.Sort(all)
		lines = append(lines, fmt.Sprintf("%s: %s\n", what, strings.Join(all, " ")))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// TestEveryServiceAccountMayDoWhatIsWrittenAndNothingElse compares what the API server says that the accounts of
// config/default may do with what somebody has written in testdata/rights. There is no way to have the pages written.
func TestEveryServiceAccountMayDoWhatIsWrittenAndNothingElse(t *testing.T) {
	for _, account := range accountsOf(deployed(t)) {
		t.Run(account, func(t *testing.T) {
			got := "in ocean-compute\n\n" + list(own(t, account, home)) + "\nin any other namespace\n\n" + list(own(t, account, "default"))
			page, err := os.ReadFile(filepath.Join("testdata", "rights", account+".txt"))
			if err != nil {
				t.Fatalf("nobody has written what %s may do: %v\nit may:\n%s", account, err, got)
			}
			if diff := cmp.Diff(withoutComments(string(page)), got); diff != "" {
				t.Errorf("what %s may do (-written +granted):\n%s", account, diff)
			}
		})
	}
}

// What all accounts may do is to ask who they are and what they may, and to read what is public.
func TestWhatEveryAccountMayDoIsLittle(t *testing.T) {
	deployed(t)
	for r := range can(t, "nobody", home) {
		self := strings.HasPrefix(r.resource, "selfsubject") && r.verb == "create"
		public := r.resource == "clustertrustbundles.certificates.k8s.io" && slices.Contains([]string{"get", "list", "watch"}, r.verb)
		if !self && !public {
			t.Errorf("every account may %s %s %s", r.verb, r.resource, r.names)
		}
	}
}

func withoutComments(page string) string {
	var kept strings.Builder
	for line := range strings.Lines(page) {
		if !strings.HasPrefix(line, "#") {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

// Whoever may list or watch Secrets has all of them; who may update one can put a key of his own into it.
func TestOfSecretsAnAccountMayCreateAndReadWhatItCanNameAtMost(t *testing.T) {
	for _, account := range accountsOf(deployed(t)) {
		for _, namespace := range []string{home, "default"} {
			for r := range can(t, account, namespace) {
				few := slices.Contains([]string{"create", "get", "delete"}, r.verb) && namespace == home && account == "operator-engine"
				if strings.HasPrefix(r.resource, "secrets") && !few || strings.ContainsAny(r.resource+r.verb, "*") {
					t.Errorf("%s may %s %s in %q", account, r.verb, r.resource, namespace)
				}
			}
		}
	}
}
