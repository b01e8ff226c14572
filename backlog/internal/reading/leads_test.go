package reading

import (
	"testing"

	"golang.org/x/tools/txtar"
)

// leadNames name the files in which each lead decides.
var leadNames = [leadCount]string{
	epicLead: "epic", mainLead: "main", otherLead: "other", sureLead: "sure", mixedLead: "mixed", stepLead: "step", silentLead: "silent",
	likelyLead: "likely",
}

// Each lead has a file that is read differently if there were none.
func TestEachLeadDecides(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/leads.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string][]byte)
	for _, f := range archive.Files {
		files[f.Name] = f.Data
	}
	for l, name := range leadNames {
		src, ok := files[name]
		if !ok {
			t.Errorf("%s: no file in which it decides", name)
			continue
		}
		without := leads
		without[l] = 0
		with, none := Read(src, Options{}), Read(src, Options{Leads: &without})
		if with.places() == none.places() && len(with.Omissions) == len(none.Omissions) {
			t.Errorf("%s: a lead of %d decides nothing in\n%s", name, leads[l], src)
		}
	}
}
