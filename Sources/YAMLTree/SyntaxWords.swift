/// libyaml's messages in plain words; one that is not listed is shown as it is.
enum SyntaxWords {
    static func explain(_ problem: String) -> String { problems[problem] ?? problem }

    /// Where libyaml was, such as "while parsing a block mapping", as the note on the place it began.
    static func context(_ context: String) -> String? {
        guard !context.isEmpty else { return nil }
        return contexts[context] ?? "\(context) that begins here"
    }

    private static let problems = [
        "mapping values are not allowed in this context":
            "a ':' cannot stand here; quote a value with ': ' in it, and line keys up with their neighbours",
        "did not find expected key":
            "expected a key here; check that the indentation matches the lines above",
        "did not find expected '-' indicator":
            "expected '-' here; check that the indentation matches the lines above",
        "could not find expected ':'":
            "expected ':' after this key",
        "block sequence entries are not allowed in this context":
            "a list item ('- ') cannot stand here; begin the list on a line of its own",
        "mapping keys are not allowed in this context":
            "a '?' key cannot stand here",
        "did not find expected <document start>":
            "the document has ended already; check that the indentation matches the lines above",
        "did not find expected node content":
            "expected a value here",
        "found unknown escape character":
            "unknown escape; in double quotes a backslash is written '\\\\'",
        "did not find expected hexdecimal number":
            "expected hexadecimal digits after this escape",
        "found invalid Unicode character escape code":
            "half of a surrogate pair is not a character; write both halves, or '\\U' and eight digits",
        "did not find expected alphabetic or numeric character":
            "expected letters and digits after '&' or '*'; a value that begins with either must be quoted",
        "found undefined tag handle":
            "this tag handle is not declared; a value that begins with '!' must be quoted",
        "found duplicate %YAML directive":
            "a second '%YAML' line",
        "found duplicate %TAG directive":
            "a second '%TAG' line with the same handle",
        "found incompatible YAML document":
            "only YAML 1.1 and 1.2 are read",
        "found an indentation indicator equal to 0":
            "an indentation of 0 cannot be given; it is 1 to 9",
        "did not find expected comment or line break":
            "expected the end of the line here",
        "did not find expected whitespace or line break":
            "expected a blank or the end of the line here",
        "found unexpected ':'":
            "a ':' cannot stand here; quote the value",
    ]

    private static let contexts = [
        "while parsing a block mapping": "the mapping begins here",
        "while parsing a block collection": "the list begins here",
        "while parsing a flow mapping": "'{' opens here",
        "while parsing a flow sequence": "'[' opens here",
        "while scanning a simple key": "the key begins here",
        "while scanning a quoted scalar": "the quote opens here",
        "while parsing a quoted scalar": "the quote opens here",
        "while scanning a block scalar": "the text begins here",
        "while scanning a plain scalar": "the value begins here",
        "while scanning for the next token": "the value begins here",
    ]
}
