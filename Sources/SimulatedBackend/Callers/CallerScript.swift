package import FlowRuntime

/// Somebody who calls in, and what they do.
///
/// Without lines and patience they answer nothing and stay until the flow ends the call.
package struct CallerScript: Sendable, Hashable {
    /// Others refer to the caller, and to the caller's call, by this.
    package var name: String
    package var from: ScriptText
    package var to: ScriptText
    package var headers: [Header]
    package var direction: CallInfo.Direction
    /// When the call arrives, from the beginning of the world.
    package var dials: Duration
    /// Gives up that long after dialling (`Deed.giveUp`).
    package var patience: Duration?
    package var lines: [ScriptLine]

    /// A SIP header of the call.
    package struct Header: Sendable, Hashable {
        package var name: String
        package var value: ScriptText
        package init(_ name: String, _ value: ScriptText) {
            self.name = name
            self.value = value
        }
    }

    package init(
        name: String, from: ScriptText, to: ScriptText, headers: [Header] = [],
        direction: CallInfo.Direction = .inbound, dials: Duration = .zero,
        patience: Duration? = nil, lines: [ScriptLine] = []
    ) {
        self.name = name
        self.from = from
        self.to = to
        self.headers = headers
        self.direction = direction
        self.dials = dials
        self.patience = patience
        self.lines = lines
    }
}

/// Text that may name the call of another caller, as `support-${customer.call_id}`.
package struct ScriptText: Sendable, Hashable, ExpressibleByStringLiteral {
    /// A piece of the text.
    package enum Part: Sendable, Hashable {
        case text(String)
        case callID(ofCaller: String)
    }
    package var parts: [Part]
    package init(_ parts: [Part]) { self.parts = parts }
    package init(_ text: String) { parts = [.text(text)] }
    package init(stringLiteral value: String) { self.init(value) }

    /// The text, with the ids that `callID` gives for callers' names.
    package func expanded(_ callID: (String) -> String) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .text(let literal): text += literal
            case .callID(let name): text += callID(name)
            }
        }
        return text
    }
}

/// What somebody does, and when.
package struct ScriptLine: Sendable, Hashable {
    /// When the line begins.
    package enum Trigger: Sendable, Hashable {
        /// That long after the beginning of the world, whatever happened before.
        case at(Duration)
        /// After something was seen. The seen lines of one caller wait in order: a line begins to watch when
        /// the one before it has fired, so that two of them can wait for two prompts.
        case seen(Sight)
    }
    package var trigger: Trigger
    package var delay: Duration
    package var deeds: [Deed]

    package init(_ trigger: Trigger, delay: Duration = .zero, _ deeds: [Deed]) {
        self.trigger = trigger
        self.delay = delay
        self.deeds = deeds
    }
}

/// Something that a script line waits to see. Callers are meant by name; an unknown name is never seen.
package enum Sight: Sendable, Hashable {
    /// A conference takes the caller in, waiting or not.
    case joins(String)
    case leaves(String)
    /// The caller hears a sound whose text or URL contains this, somebody who says it, or `beep`.
    case hears(String, String)
    /// A prompt begins for the caller.
    case isAsked(String)
    /// The caller says something that contains this.
    case says(String, String)
    case presses(String)
    case isAnswered(String)
    case isConnected(String)
    /// The caller's call is over.
    case ends(String)
    /// Any conference, or the one of that name, starts.
    case starts(room: String?)
}
