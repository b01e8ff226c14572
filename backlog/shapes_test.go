package backlog_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
)

// Of a type that an internal package defines, people see the comment alone: it
// has a line for each field and method.
func TestShapesOfAliases(t *testing.T) {
	types := map[string]reflect.Type{
		"Checkbox":    reflect.TypeFor[backlog.Checkbox](),
		"Criterion":   reflect.TypeFor[backlog.Criterion](),
		"Declaration": reflect.TypeFor[backlog.Declaration](),
		"Edit":        reflect.TypeFor[backlog.Edit](),
		"Exclusion":   reflect.TypeFor[backlog.Exclusion](),
		"ID":          reflect.TypeFor[backlog.ID](),
		"Kind":        reflect.TypeFor[backlog.Kind](),
		"Known":       reflect.TypeFor[backlog.Known](),
		"Language":    reflect.TypeFor[backlog.Language](),
		"Level":       reflect.TypeFor[backlog.Level](),
		"Position":    reflect.TypeFor[backlog.Position](),
		"Span":        reflect.TypeFor[backlog.Span](),
		"Status":      reflect.TypeFor[backlog.Status](),
	}
	for name, comment := range aliases(t) {
		typ := types[name]
		if typ == nil {
			t.Errorf("%s is not looked at", name)
			continue
		}
		for _, want := range parts(typ) {
			if !regexp.MustCompile(`(?m)^\t(\w+, )*` + want + `\b`).MatchString(comment) {
				t.Errorf("the comment of %s says nothing of %s", name, want)
			}
		}
	}
}

// aliases returns the comments of the exported types that are aliases.
func aliases(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	comments := make(map[string]string)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			gen, ok := d.(*ast.GenDecl)
			if !ok || gen.Tok != token.TYPE {
				continue
			}
			for _, spec := range gen.Specs {
				if spec := spec.(*ast.TypeSpec); spec.Assign.IsValid() && spec.Name.IsExported() {
					comments[spec.Name.Name] = gen.Doc.Text()
				}
			}
		}
	}
	return comments
}

// parts returns the names of the fields and methods of a type.
func parts(typ reflect.Type) []string {
	var names []string
	embedded := reflect.TypeFor[struct{}]()
	if typ.Kind() == reflect.Struct {
		for f := range typ.Fields() {
			names = append(names, f.Name)
			if f.Anonymous {
				embedded = f.Type
			}
		}
	}
	for m := range reflect.PointerTo(typ).Methods() {
		if _, theirs := embedded.MethodByName(m.Name); !theirs {
			names = append(names, m.Name)
		}
	}
	return names
}
