import CallFlow

/// Flows to read: one that a person would write, and longer ones of the same stuff.
enum Documents {
    /// A support line, valid and without findings: 1.3 KB, fifteen steps.
    static let ordinary = SourceFile(
        name: "ordinary.yaml", text: head + steps(""))

    private static let head = """
        # The support line of Example Incorporated: sales and support behind one number.
        #
        # A caller who presses nothing is asked again, three times in all, and then put through to whoever is there.
        version: 1.0.0
        sections:
          main:

        """

    /// About that many bytes: the same steps in one section after another, each executed by the one before.
    static func long(bytes: Int) -> SourceFile {
        var text = head + "    - execute: s1\n"
        var number = 1
        while text.utf8.count < bytes - 1_500 {
            text += "  s\(number):\n" + steps("\(number)")
            number += 1
            text += "    - execute: s\(number)\n"
        }
        text += "  s\(number):\n    - hangup\n"
        return SourceFile(name: "long.yaml", text: text)
    }

    private static func steps(_ suffix: String) -> String {
        """
            - answer
            - play: "say:Welcome to the support line of Example Incorporated."
            - set: {tries\(suffix): 0, plan\(suffix): "basic"}
            - label: ask
            - prompt:
                play: "say:Press one for sales, two for support, or stay on the line."
                maxDigits: 1
                initialTimeout: 8s
            - switch:
                variable: prompt_value
                case:
                  "1": [{set: {plan\(suffix): "sales"}}]
                  "2": [{set: {plan\(suffix): "support"}}]
                default:
                  - set: {tries\(suffix): "${tries\(suffix) + 1}"}
            - goto: {label: ask, when: tries\(suffix) > 0 && tries\(suffix) < 3, max: 3}
            - cond:
                - when: plan\(suffix) === 'sales' || tries\(suffix) >= 3
                  then:
                    - play: "say:A colleague of the ${plan\(suffix)} team will be with you shortly."
            - joinConference:
                name: "team-${plan\(suffix)}-${call.to}"
                startOnEnter: true
                beep: onEnter
                maxParticipants: 25
                record: record-from-start
                statusCallbackMethod: POST
                region: us
                statusCallback: https://example.com/conference
                statusCallbackEvent: start end join leave
            - play: "say:Thank you for calling. Goodbye."

        """
    }
}
