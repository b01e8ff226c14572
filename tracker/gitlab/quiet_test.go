package gitlab

import "testing"

func TestQuietAddress(t *testing.T) {
	t.Parallel()
	const root = "https://git.acme.example/gitlab"
	for address, want := range map[string]string{
		root + "/acme/shop/-/issues/1":                 root + "/acme/shop/-/issues/1?.",
		root + "/acme/sub/shop/issues/1#note_2":        root + "/acme/sub/shop/issues/1?.#note_2",
		root + "/acme/shop/-/merge_requests/3?view=a":  root + "/acme/shop/-/merge_requests/3?view=a&.",
		root + "/groups/acme/-/epics/4":                root + "/groups/acme/-/epics/4?.",
		root + "/acme/shop/-/commit/a5c3785":           root + "/acme/shop/-/commit/a5c3785?.",
		root + "/acme/shop/-/work_items/5?.#note_6":    "",
		root + "/acme/shop/-/blob/HEAD/issues/a.md":    "",
		root + "/acme/shop/-/issues":                   "",
		root + "/acme/shop":                            "",
		"https://gitlab.com/acme/shop/-/issues/1":      "",
		"https://git.acme.example/acme/shop/-/issues/": "",
		"issues/1": "",
	} {
		if quiet, reference := quietAddress(root, address); quiet != want || reference != (want != "") {
			t.Errorf("quietAddress(%q) = %q, %v, want %q", address, quiet, reference, want)
		}
	}
}
