package rest

import (
	"strconv"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
)

// Key returns the key of an item with a number, or "" if number is 0.
func Key[Number int | int64](number Number) string {
	if number <= 0 {
		return ""
	}
	return strconv.FormatInt(int64(number), 10)
}

// IsKey reports whether s is a key that [Key] returns for an item.
func IsKey(s string) bool {
	return s != "" && s[0] != '0' && strings.Trim(s, "0123456789") == "" && len(s) < 19
}

// Foreign returns the error for an address that names no item of the project.
func Foreign(address string) error {
	return Refuse(tracker.ErrForeign, "%s is not an issue or milestone of it", address)
}
