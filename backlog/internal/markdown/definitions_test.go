package markdown

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestOwnDefinitions(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, text, want string }{
		{"none", "a [b]", "a [b]"},
		{"one that is used", "[a]: x\n\nsee [a]", "see [a]\n\n[a]: x"},
		{"one that is not", "[a]: x\n\nsee", "see"},
		{"whatever the case and the blanks", "see [The  A]\n\n[the a]: x", "see [The  A]\n\n[the a]: x"},
		{"each way to refer", "[a][] ![b] [c d][e]\n\n[a]: 1\n[b]: 2\n[e]: 3\n[c d]: 4", "[a][] ![b] [c d][e]\n\n[a]: 1\n[b]: 2\n[e]: 3"},
		{"in code it is no reference", "`[a]` and\n\n    [a]\n\n[a]: x", "`[a]` and\n\n    [a]"},
		{"behind a backslash it is none", "\\[a]\n\n[a]: x", "\\[a]"},
		{"of two the first counts", "[a]\n\n[a]: 1\n[a]: 2", "[a]\n\n[a]: 1"},
		{"with a title on the next line", "[a]\n\n[a]: x\n  'title'\n\nb", "[a]\n\n\nb\n\n[a]: x\n  'title'"},
		{"a footnote", "a[^1]\n\n[^1]: note\n    more\n\nb", "a[^1]\n\n\nb\n\n[^1]: note\n    more"},
		{"a footnote that nobody refers to", "a\n\n[^1]: note", "a"},
		{"a footnote that uses others", "a[^1]\n\n[^1]: see [x] and[^2]\n[^2]: two\n[^3]: three\n\n[x]: y", "a[^1]\n\n[^1]: see [x] and[^2]\n\n[^2]: two\n\n[x]: y"},
		{"a footnote with code", "a[^1]\n\n[^1]: note\n    ```\n    x\n    ```\n\nb", "a[^1]\n\n\nb\n\n[^1]: note\n    ```\n    x\n    ```"},
		{"a footnote with code that stays open", "a[^1]\n\n[^1]: note\n    ```\n    x", "a[^1]\n\n[^1]: note\n    ```\n    x"},
		{"in a list", "- [a]\n- [a]: x\n- b", "- [a]\n- \n- b\n\n[a]: x"},
		{"below what stays open", "see [a]\n\n[a]: x\n\n```\nb", "see [a]\n\n\n```\nb\n```\n\n[a]: x"},
		{"with CRLF", "[a]: x\r\n'y'\r\n\r\n[a]", "[a]\n\n[a]: x\n'y'"},
	} {
		got := OwnDefinitions(test.text)
		if got != test.want {
			t.Errorf("%s: OwnDefinitions(%q) = %q, want %q", test.name, test.text, got, test.want)
		}
		if again := OwnDefinitions(got); again != got {
			t.Errorf("%s: again, %q is %q", test.name, got, again)
		}
	}
}

// Whoever has their own definitions already keeps them as they are.
func TestOwnDefinitionsOnce(t *testing.T) {
	t.Parallel()
	pieces := rapid.SampledFrom([]string{
		"[a]", "[b]", "[^1]", "[^2]", "`", "a", " ", "\n", "\n\n", "\n\n[a]: x\n", "\n\n[b]: y 'z'\n", "\n\n[^1]: note [a]\n", "\n\n[^2]: [^1]\n",
		"- ", "> ", "```\n",
	})
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(pieces, 0, 16).Draw(t, "pieces"), "")
		once := OwnDefinitions(s)
		if again := OwnDefinitions(once); again != once {
			t.Fatalf("%q\nis %q\nand again %q", s, once, again)
		}
	})
}

// Definitions are cut out of the part of a document that is asked for, whatever it
// begins and ends with.
func TestCutsIn(t *testing.T) {
	t.Parallel()
	const src = "a\n\n[x]: 1\n  [y]: 2\n\nb\n\n[^1]: note\n\nc\n"
	d := parsed(t, src)
	defs := DefinitionsOf(d.Src, d.Root)
	for start := range src {
		for end := start; end <= len(src); end++ {
			cuts := defs.CutsIn(Span{start, end})
			got, err := Apply([]byte(src[start:end]), cuts...)
			if err != nil {
				t.Fatalf("%q: %v", src[start:end], err)
			}
			var want strings.Builder
			for i := start; i < end; i++ {
				if in := i >= 3 && i < 19 || i >= 23 && i < 34; !in {
					want.WriteString(src[i : i+1])
				}
			}
			if string(got) != want.String() {
				t.Fatalf("%q without its definitions is %q, want %q", src[start:end], got, want.String())
			}
		}
	}
	var none *Definitions
	if none.CutsIn(Span{0, 9}) != nil || none.With("[a]") != "[a]" {
		t.Error("a document without definitions has some")
	}
}

func TestTrimText(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{"\n \n    a\n b \n\n": "    a\n b", "": "", " \n\t\n": "", "a": "a", "\r\na\r\n": "a"} {
		if got := TrimText(s); got != want {
			t.Errorf("TrimText(%q) = %q, want %q", s, got, want)
		}
	}
}
