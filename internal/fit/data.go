package fit

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Full is the value of a signal that shows in every site of a scheme.
const Full = 16

// A Row is a scheme of a labelled file: its signals and what its sites are.
// It holds no text of the file.
type Row struct {
	File   string // its number
	Copy   string // what was done to the file before it was read; "" is the file itself
	Family string // of the file
	Bare   bool   // its sites have no IDs
	Fold   int    // files of one repository are in one fold
	None   int    // sites that are not items
	Story  int
	Epic   int
	Values []Count
}

// A Count is a signal in sixteenths.
type Count struct{ Signal, Sixteenths int }

// Data are the rows and the names of their signals.
type Data struct {
	Signals []string
	Rows    []Row
}

// Write writes data as lines of cells apart by tabs.
func (d *Data) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, strings.Join(d.Signals, "\t"))
	for _, r := range d.Rows {
		fmt.Fprintf(out, "%s\t%s\t%s\t%t\t%d\t%d\t%d\t%d\t", r.File, r.Copy, r.Family, r.Bare, r.Fold, r.None, r.Story, r.Epic)
		blank := ""
		for _, v := range r.Values {
			fmt.Fprint(out, blank, v.Signal)
			if v.Sixteenths != Full {
				fmt.Fprintf(out, ":%d", v.Sixteenths)
			}
			blank = " "
		}
		fmt.Fprintln(out)
	}
	return out.Flush()
}

// Read reads what [Data.Write] wrote.
func Read(r io.Reader) (*Data, error) {
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	if !in.Scan() {
		return nil, fmt.Errorf("no line with the names of the signals: %w", in.Err())
	}
	d := &Data{Signals: strings.Split(in.Text(), "\t")}
	for n := 2; in.Scan(); n++ {
		row, err := readRow(in.Text())
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if slices.ContainsFunc(row.Values, func(c Count) bool { return c.Signal < 0 || c.Signal >= len(d.Signals) }) {
			return nil, fmt.Errorf("line %d: a signal without a name", n)
		}
		d.Rows = append(d.Rows, row)
	}
	return d, in.Err()
}

func readRow(line string) (Row, error) {
	cells := strings.Split(line, "\t")
	if len(cells) != 9 {
		return Row{}, fmt.Errorf("%d cells, not 9", len(cells))
	}
	r := Row{File: cells[0], Copy: cells[1], Family: cells[2], Bare: cells[3] == "true"}
	for i, n := range []*int{&r.Fold, &r.None, &r.Story, &r.Epic} {
		var err error
		if *n, err = strconv.Atoi(cells[4+i]); err != nil {
			return Row{}, err
		}
	}
	for cell := range strings.FieldsSeq(cells[8]) {
		name, value, partly := strings.Cut(cell, ":")
		signal, err := strconv.Atoi(name)
		if err != nil {
			return Row{}, err
		}
		c := Count{signal, Full}
		if partly {
			if c.Sixteenths, err = strconv.Atoi(value); err != nil {
				return Row{}, err
			}
		}
		r.Values = append(r.Values, c)
	}
	return r, nil
}
