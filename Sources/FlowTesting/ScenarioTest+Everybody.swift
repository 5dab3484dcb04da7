extension ScenarioTest {
    /// The test with nothing but what it expects of every caller and every room.
    package var onlyOfEverybody: ScenarioTest {
        ScenarioTest(
            scenario: scenario,
            expectations: expectations.filter { expectation in
                switch expectation.subject {
                case .everyCaller, .each, .everyRoom: true
                case .call, .room, .scenario: false
                }
            })
    }
}
