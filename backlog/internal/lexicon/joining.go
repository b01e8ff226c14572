package lexicon

// JoiningWords are words that need what follows: a name behind one of them belongs to
// the sentence, as in "a cake for @ana".
var JoiningWords = Set(
	"to|with|for|by|from|of|and|or|via|cc|about|as|at|in|on|like|using|use|see|ask|tell|ping|notify|mention|mentions",
	"a|al|con|para|por|de|del|y|e|o|en|como|ver|sobre",
	"com|em|ou|ao|da|do",
	"à|avec|pour|par|et|ou|chez|dans|sur|voir",
	"an|mit|für|von|und|oder|bei|zu|auf|siehe",
	"per|di|ed|su|vedi",
)
