package import FlowExpressions
package import FlowModel
import FlowRuntime
import OrderedCollections
import SourceText
import Synchronization

/// A version of a flow and what it was started with: all that is needed to run a journaled call again. A
/// file keeps each once.
///
/// The values of `envs` are in the file as they are, which is why only its owner may read it.
package final class JournaledFlow: Sendable {
    /// The name of its file.
    package let name: String
    package let text: String
    package let environment: ValueMap
    /// Variables that are there from the start.
    package let variables: ValueMap
    /// Both scopes, as the file has them.
    let settings: [UInt8]
    /// Read at most once.
    private let reading = Mutex<Flow?>(nil)

    package init(name: String, text: String, environment: ValueMap = [:], variables: ValueMap = [:]) {
        self.name = name
        self.text = text
        self.environment = environment
        self.variables = variables
        var writer = ByteWriter()
        writer.add(environment)
        writer.add(variables)
        settings = writer.bytes
    }

    package convenience init(_ flow: Flow, environment: ValueMap = [:], variables: ValueMap = [:]) {
        self.init(
            name: flow.file.name, text: String(decoding: flow.file.bytes, as: UTF8.self),
            environment: environment, variables: variables)
        reading.withLock { $0 = flow }
    }

    init(name: String, text: String, settings: [UInt8]) throws(JournalDamage) {
        var reader = ByteReader(settings)
        self.name = name
        self.text = text
        environment = try reader.next()
        variables = try reader.next()
        self.settings = settings
    }

    /// The flow itself; `nil` when this version of the program finds errors in it.
    package var flow: Flow? {
        reading.withLock { known in
            if let known { return known }
            let reading = Flow.read(SourceFile(name: name, text: text))
            guard !reading.findings.contains(where: { $0.severity == .error }) else { return nil }
            known = reading.flow
            return known
        }
    }

    /// FNV-1a: finds an equal one among those of a file, which are then compared.
    var digest: Int64 {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        for byte in settings { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return Int64(bitPattern: state)
    }
}
