package fit_test

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/backlogsync/backlogsync/internal/fit"
)

func TestData(t *testing.T) {
	t.Parallel()
	d := &fit.Data{Signals: []string{"one", "two"}, Rows: []fit.Row{
		{File: "001", Family: "list", Bare: true, Fold: 3, None: 1, Story: 2, Values: []fit.Count{{Signal: 0, Sixteenths: fit.Full}, {Signal: 1, Sixteenths: 4}}},
		{File: "002", Copy: "list", Family: "table", Epic: 1},
	}}
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	got, err := fit.Read(&b)
	if err != nil || !reflect.DeepEqual(got, d) {
		t.Errorf("read back %+v, %v", got, err)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "no line with the names",
		"one\n001\t\tlist\ttrue\t0\t1\t0\t0\t0\n001\t\tlist\ttrue\t0\t1\t0\t0\t1\n": "line 3: a signal without a name",
		"one\n001\t\tlist\ttrue\t0\t1\t0\t0\t-1\n":                                  "line 2: a signal without a name",
		"one\n001\t\tlist\ttrue\t0\t1\t0\t0\n":                                      "line 2: 8 cells, not 9",
		"one\n001\t\tlist\ttrue\tx\t1\t0\t0\t0\n":                                   `line 2: strconv.Atoi: parsing "x"`,
		"one\n001\t\tlist\ttrue\t0\t1\t0\t0\tx\n":                                   `line 2: strconv.Atoi: parsing "x"`,
		"one\n001\t\tlist\ttrue\t0\t1\t0\t0\t0:x\n":                                 `line 2: strconv.Atoi: parsing "x"`,
	} {
		if _, err := fit.Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	broken := errors.New("the disk is gone")
	if _, err := fit.Read(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("a reader that fails: %v", err)
	}
	d := &fit.Data{Signals: []string{"one"}}
	if err := d.Write(failing{broken}); !errors.Is(err, broken) {
		t.Errorf("a writer that fails: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestWithout(t *testing.T) {
	t.Parallel()
	d := &fit.Data{Signals: []string{"one"}, Rows: []fit.Row{{File: "1", Fold: 1}, {File: "2", Fold: 2}, {File: "3", Fold: 1}}}
	if rest := d.Without(1); len(rest.Rows) != 1 || rest.Rows[0].File != "2" || len(rest.Signals) != 1 || len(d.Rows) != 3 {
		t.Errorf("without fold 1 there is %+v", rest)
	}
}
