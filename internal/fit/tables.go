package fit

import "math"

// The tables that are fitted: whether sites with IDs are items, whether sites
// without them are, and whether items are epics rather than stories.
const (
	Coded = iota
	Bare
	Epic
	tables
)

// Ordinary is the copy that says that a file is not a backlog at all.
const Ordinary = "ordinary"

// Lesson is the copy that says that a file was written to teach what others lack.
const Lesson = "lesson"

// How much a row counts: files that are not backlogs are many and much the same,
// and copies repeat the file that they are made of. A copy teaches only what its
// file lacks, sites without IDs. A lesson is small, and stands for many files that
// are written so; of sites with IDs the corpus has more.
const (
	ordinaryWeight    = 0.5
	copyWeight        = 0.6
	lessonWeight      = 2
	codedLessonWeight = 0.6
)

var penalties = Penalties{L1: 2, L2: 1}

// Tables fits all tables to data.
func Tables(d *Data, signs [tables][]Sign) (models [tables]Model) {
	var examples [tables][]Example
	for i := range d.Rows {
		r := &d.Rows[i]
		scale := 1.0
		switch {
		case r.Copy == Ordinary:
			scale = ordinaryWeight
		case r.Copy == Lesson && !r.Bare:
			scale = codedLessonWeight
		case r.Copy == Lesson:
			scale = lessonWeight
		case r.Copy != "" && !r.Bare:
			continue
		case r.Copy != "":
			scale = copyWeight
		}
		values := make([]Value, len(r.Values))
		for k, v := range r.Values {
			values[k] = Value{Signal: v.Signal, Share: float64(v.Sixteenths) / Full}
		}
		sites := float64(r.None + r.Story + r.Epic)
		add := func(table int, yes bool, n int) {
			if n > 0 {
				examples[table] = append(examples[table], Example{Values: values, Yes: yes, Weight: scale * float64(n) / math.Sqrt(sites)})
			}
		}
		item := Coded
		if r.Bare {
			item = Bare
		}
		add(item, false, r.None)
		add(item, true, r.Story+r.Epic)
		add(Epic, false, r.Story)
		add(Epic, true, r.Epic)
	}
	for i := range models {
		models[i] = Fit(examples[i], signs[i], penalties)
	}
	return models
}

// Without returns the rows that are not of a fold.
func (d *Data) Without(fold int) *Data {
	rest := &Data{Signals: d.Signals}
	for _, r := range d.Rows {
		if r.Fold != fold {
			rest.Rows = append(rest.Rows, r)
		}
	}
	return rest
}
