/// The behaviour that is required of a client of RELAY, item by item (relay-protocol.md §8, 177 of them), and
/// where each is shown.
///
/// | items    | about                              | shown in                                         |
/// |----------|------------------------------------|--------------------------------------------------|
/// | 1…18     | configuration, secrets             | `Session`; trust in `WebSocketTransportTests`    |
/// | 19…87    | the connection                     | `Session`; with sockets in `RelayBackendTests`   |
/// | 88…109   | inbound calls and their states     | `Calls`                                          |
/// | 110…140  | commands and what they start       | `Calls`                                          |
/// | 141…154  | legs that we place                 | `Calls`                                          |
/// | 155…164  | conferences                        | `Conference`                                     |
/// | 165…177  | messages, reading of events        | `Calls`, `JSONRPCTests`                          |
///
/// `ChecklistTests` holds this list against the tests' sources: an item without an entry fails, and so does
/// an entry whose test is not there.
enum Checklist {
    static let items = 1...177

    enum Entry: Hashable {
        /// Suite and test by their names: `A request/waits for the connection, in order`.
        case test(String)
        /// There is nothing here that could be wrong, for this reason.
        case doesNotApply(String)
    }

    static let entries = session.merging(calls) { $1 }
}
