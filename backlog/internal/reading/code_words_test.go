package reading_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// Words of technique with a number begin titles; codes with their like, or set
// apart, are IDs.
func TestTechnicalWordsAreTitles(t *testing.T) {
	const table = "| Feature | Priority | Status |\n|---|---|---|\n"
	for _, tt := range []struct {
		src  string
		want []string // IDs and titles
	}{
		{"- Log in\n- UTF-8 file names\n- E2E tests\n- Gift cards", []string{
			"log-in: Log in", "utf-8-file-names: UTF-8 file names", "e2e-tests: E2E tests", "gift-cards: Gift cards"}},
		{"- Log in\n- **S3 upload** — for files\n- Gift cards", []string{"log-in: Log in", "s3-upload: S3 upload", "gift-cards: Gift cards"}},
		{"1. Log in\n2. HTTP2 support\n3. Gift cards", []string{"1: Log in", "2: HTTP2 support", "3: Gift cards"}},
		{"- [ ] Log in\n- [ ] K8S upgrade\n- [ ] Gift cards", []string{"log-in: Log in", "k8s-upgrade: K8S upgrade", "gift-cards: Gift cards"}},
		{table + "| S3 upload | 1 | Open |\n| ESP32 | 2 | Open |\n| Log in | 2 | Open |", []string{"s3-upload: S3 upload", "esp32: ESP32", "log-in: Log in"}},
		{"- [ ] S3 Store files\n- [ ] S4 Read files\n- [ ] Gift cards\n- [ ] Log in\n- [ ] Log out", []string{
			"S3: Store files", "S4: Read files", "gift-cards: Gift cards", "log-in: Log in", "log-out: Log out"}},
		{"- [ ] S3 Store files\n- [ ] T4 Read files\n- [ ] Gift cards", []string{"S3: Store files", "T4: Read files", "gift-cards: Gift cards"}},
		{"- [ ] S3 store files\n- [ ] T4 read files\n- [ ] Gift cards", []string{
			"s3-store-files: S3 store files", "t4-read-files: T4 read files", "gift-cards: Gift cards",
		}},
		{"- [ ] SA-1 Print\n- [ ] SA-2 Scan\n- [ ] S3 store files", []string{"SA-1: Print", "SA-2: Scan", "s3-store-files: S3 store files"}},
		{"- [ ] S3 store files\n- [ ] T4 read files\n- [ ] U1 print", []string{"S3: store files", "T4: read files", "U1: print"}},
		{"- [ ] S3: Store files\n- [ ] Gift cards\n- [ ] Log in", []string{"S3: Store files", "gift-cards: Gift cards", "log-in: Log in"}},
		{"- [ ] [S3] Store files\n- [ ] Gift cards\n- [ ] Log in", []string{"S3: Store files", "gift-cards: Gift cards", "log-in: Log in"}},
		{"- [ ] **S3** Store files\n- [ ] Gift cards\n- [ ] Log in", []string{"S3: Store files", "gift-cards: Gift cards", "log-in: Log in"}},
		{"### Log in\n**Priority:** high\n\n### E2E tests\n**Priority:** high\n\n### Gift cards\n**Priority:** low", []string{
			"log-in: Log in", "e2e-tests: E2E tests", "gift-cards: Gift cards"}},
	} {
		if got := titlesOf("# Backlog\n\n"+tt.src+"\n", reading.Options{}); !slices.Equal(got, tt.want) {
			t.Errorf("%q, want %q in\n%s", got, tt.want, tt.src)
		}
	}
}

// What was recorded goes on: as an ID though its like are gone, as a title though
// they have come.
func TestRecordedCodesStay(t *testing.T) {
	src := "# Backlog\n\n- [ ] S3 Store files\n- [ ] Gift cards\n- [ ] Log in\n"
	if got := titlesOf(src, reading.Options{Known: []reading.Known{{Kind: lexicon.KindIssue, ID: "S3"}}}); got[0] != "S3: Store files" {
		t.Errorf("an ID was recorded: %q", got)
	}
	src = strings.Replace(src, "Gift", "S4 Gift", 1)
	if got := titlesOf(src, reading.Options{Known: []reading.Known{{Kind: lexicon.KindIssue, ID: "s3-store-files"}}}); got[0] != "s3-store-files: S3 Store files" {
		t.Errorf("a title was recorded: %q", got)
	}
	read := &reading.Declaration{Stories: []string{"- [ ] {title}"}, IDs: []string{"S*"}}
	if got := titlesOf("# Backlog\n\n- [ ] S3 Store files\n- [ ] Gift cards\n- [ ] Log in\n", reading.Options{Read: read}); got[0] != "S3: Store files" {
		t.Errorf("IDs are declared: %q", got)
	}
}

func titlesOf(src string, opts reading.Options) (all []string) {
	r := reading.Read([]byte(src), opts)
	for _, e := range r.Epics {
		all = append(all, "epic "+string(e.ID)+": "+e.Title)
	}
	for _, s := range r.Stories {
		all = append(all, string(s.ID)+": "+s.Title)
	}
	return all
}
