import Testing

struct `The repository` {
    @Test func `keeps every rule of the house`() throws {
        let sources = Sources(try Tree.repository)
        #expect(sources.files(in: "Sources").count > 10, "the sources were not found")
        for rule in HouseRule.all {
            let violations = rule.check(sources).map { "\n\($0)" }.joined()
            #expect(violations.isEmpty, "\(rule.name):\(violations)")
        }
    }
}

struct `Each rule of the house` {
    @Test func `finds what breaks it`() {
        for rule in HouseRule.all {
            #expect(!rule.broken.isEmpty, "\(rule.name)")
            for tree in rule.broken {
                #expect(!rule.check(Sources(tree)).isEmpty, "\(rule.name): silent on \(tree.files)")
            }
        }
    }

    @Test func `stands in the list`() throws {
        let rules = Sources(try Tree.repository).files(in: "Tests/TidyTests/Rules")
        let declared = rules.flatMap { file in
            file.tokens.indices.filter {
                file.tokens[$0].isWord("static") && file.tokens[safe: $0 + 4]?.isWord("HouseRule") == true
            }
        }
        #expect(declared.count == HouseRule.all.count)
    }

    @Test func `is silent on what keeps it`() {
        for rule in HouseRule.all {
            for tree in rule.kept {
                #expect(rule.check(Sources(tree)).isEmpty, "\(rule.name): \(rule.check(Sources(tree)))")
            }
        }
    }
}
