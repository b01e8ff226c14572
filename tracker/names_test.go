package tracker_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// maxNames is how many names an adapter's author can be asked to read.
const maxNames = 130

// An adapter's author reads this package from top to bottom, so each name has to
// earn its place. What counts is every exported constant, variable, function and
// type, every exported field of an exported struct, embedded ones too, every method
// of an exported interface, and every exported method of an exported type. What a
// type gets from another one by embedding it was counted there.
func TestNames(t *testing.T) {
	t.Parallel()
	names := exportedNames(t)
	t.Logf("%d names: %s", len(names), strings.Join(names, " "))
	if len(names) > maxNames {
		t.Errorf("the package shows %d names, more than %d", len(names), maxNames)
	}
}

// exportedNames returns the names that the package shows, in the order of its files.
func exportedNames(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), entry.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			names = append(names, declared(decl)...)
		}
	}
	return names
}

// declared returns the exported names of one declaration, with those of its
// fields and methods.
func declared(decl ast.Decl) []string {
	var names []string
	add := func(prefix string, ids ...*ast.Ident) {
		for _, id := range ids {
			if id.IsExported() {
				names = append(names, prefix+id.Name)
			}
		}
	}
	switch d := decl.(type) {
	case *ast.FuncDecl:
		switch {
		case d.Recv == nil:
			add("", d.Name)
		case typeName(d.Recv.List[0].Type).IsExported():
			add(typeName(d.Recv.List[0].Type).Name+".", d.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.ValueSpec:
				add("", s.Names...)
			case *ast.TypeSpec:
				add("", s.Name)
				if s.Name.IsExported() {
					add(s.Name.Name+".", members(s.Type)...)
				}
			}
		}
	}
	return names
}

// members returns the fields of a struct type or the methods of an interface type.
func members(typ ast.Expr) []*ast.Ident {
	var ids []*ast.Ident
	switch typ := typ.(type) {
	case *ast.StructType:
		for _, f := range typ.Fields.List {
			if ids = append(ids, f.Names...); len(f.Names) == 0 {
				ids = append(ids, typeName(f.Type))
			}
		}
	case *ast.InterfaceType:
		for _, f := range typ.Methods.List {
			ids = append(ids, f.Names...)
		}
	}
	return ids
}

// typeName returns the name of a type that is embedded or has methods.
func typeName(typ ast.Expr) *ast.Ident {
	switch typ := typ.(type) {
	case *ast.StarExpr:
		return typeName(typ.X)
	case *ast.IndexExpr:
		return typeName(typ.X)
	case *ast.SelectorExpr:
		return typ.Sel
	case *ast.Ident:
		return typ
	}
	return ast.NewIdent("_")
}
