package reading

// A reason is why something that looks like an item is none.
type reason uint8

const (
	notDropped reason = iota // nothing says so
	notForTitle
	notPlaceholder
	notText
	notThere
	notTitled
	notSeveral
	notMention
	notDefinition
	notPart
	notAside
	notScheme
	notProven
	notMain
	notLevel
	notListed
	notGroup
	notJoined
	notApart
	notThroughout
	notUnlike
	notIgnored
	notDeclared
)

// reasons are what people are told.
var reasons = [...]string{
	notForTitle:    "the title of the file says that it is not a backlog",
	notPlaceholder: "its title is a placeholder",
	notText:        "it has no text",
	notThere:       "it says that nothing is there yet",
	notTitled:      "it has no title",
	notSeveral:     "it names several IDs",
	notMention:     "it is defined elsewhere in the file",
	notDefinition:  "lines like this mention items rather than define them",
	notPart:        "it stands in the text of another item",
	notAside:       "it stands in a section of criteria, notes or the like",
	notScheme:      "codes like this name requirements, criteria or other things",
	notProven:      "nothing shows that entries like this are items",
	notMain:        "the file writes its stories in another form",
	notLevel:       "it is on another level than the issues",
	notListed:      "the table or list is not one of stories",
	notGroup:       "it groups items",
	notJoined:      "a blank line or a comment parts it from its table",
	notApart:       "a blank is missing between its bullet and its box",
	notThroughout:  "only a few of the epics have entries like this",
	notUnlike:      "an item with quite another title has its ID, of which it is taken for a mention",
	notIgnored:     "it is declared to hold no items",
	notDeclared:    "it is outside what is declared",
}

func (r reason) String() string { return reasons[r] }
