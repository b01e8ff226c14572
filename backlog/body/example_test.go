package body_test

import (
	"fmt"

	"github.com/backlogsync/backlogsync/backlog/body"
)

// A text from a file is kept from notifying people and from linking to what it
// does not mean; its paths lead to the repository.
func ExampleRules_Rewrite() {
	rules := body.Rules{
		Mentions:   true,
		References: true,
		Repository: body.Repository{Path: "docs/backlog.md", Page: "https://github.com/acme/shop/blob/HEAD/"},
	}
	fmt.Printf("%+q\n", rules.Rewrite("Ask @ana about #1, see [the plan](plan.md)."))
	fmt.Println(rules.Rewrite("`@ana` and `#1` in code are left alone."))
	// Output:
	// "Ask @\u200bana about #\u200b1, see [the plan](https://github.com/acme/shop/blob/HEAD/docs/plan.md)."
	// `@ana` and `#1` in code are left alone.
}

// Text that is written below another one stays out of what that leaves open.
func ExampleClose() {
	fmt.Println(body.Close("Run:\n\n```sh\nmake"))
	// Output:
	// Run:
	//
	// ```sh
	// make
	// ```
}

// The text of an item takes along the definitions that it uses, and no others.
func ExampleOwnDefinitions() {
	fmt.Println(body.OwnDefinitions("See [the plan].\n\n[the plan]: plan.md\n[the shop]: shop.md"))
	// Output:
	// See [the plan].
	//
	// [the plan]: plan.md
}
