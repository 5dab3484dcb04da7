import Foundation

/// Ends the run with a sentence unless what is measured does what it should: a figure of something else would
/// lie.
func require(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { refuse(message()) }
}

/// Ends the run with a sentence.
func refuse(_ message: String) -> Never {
    FileHandle.standardError.write(Data("callflow-bench: \(message)\n".utf8))
    exit(1)
}
