import ArgumentParser
import CassetteBackend
import SimulatedBackend

/// `--record`, and `--cassette` for what was recorded.
struct RecordingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Write what happens to a cassette, with stand-ins for numbers and secrets (`explain cassette` says \
            what stays); not over a file that is there.
            """, valueName: "file"),
        completion: .file())
    var record: String?

    @Flag(help: "Let --record replace a file.")
    var force = false

    @Option(
        help: ArgumentHelp("The cassette that --backend cassette plays.", valueName: "file"),
        completion: .file())
    var cassette: String?

    func validate() throws {
        if force, record == nil { throw ValidationError("--force is for --record FILE.") }
    }

    /// Before anything is run: a run that cannot be written would be for nothing.
    func refuseUnwritable() throws(Refusal) {
        guard let record else { return }
        if FileIdentity.isFolder(record) {
            throw Refusal("\(record): is a directory; --record takes the name of a file")
        }
        if FileIdentity.exists(record) {
            guard force else { throw Refusal("\(record): there is such a file already; --force replaces it") }
            guard FileIdentity.isRegular(record) else {
                throw Refusal("\(record): is no regular file, and is not replaced")
            }
        }
        if let reason = FileIdentity.whyNotWritable(folderOf: record) {
            throw Refusal("\(record): \(reason)")
        }
    }

    /// Writes the cassette of a world that was recorded, if that was asked for.
    func write(_ world: World) throws(Refusal) {
        guard let inputs = world.inputs else { return }
        try write { () throws(CassetteRecordingError) in
            try Cassette(
                recording: inputs, flows: world.flows, environment: world.environment,
                variables: world.variables, backend: SimulatedBackend.name)
        }
    }

    /// Writes a cassette that is made then, if that was asked for.
    func write(_ make: () throws(CassetteRecordingError) -> Cassette) throws(Refusal) {
        guard let record else { return }
        let cassette: Cassette
        do throws(CassetteRecordingError) {
            cassette = try make()
        } catch {
            throw Refusal("\(record) is not written: \(error)")
        }
        do throws(CassetteFileError) {
            try cassette.write(to: record, replacing: force)
        } catch {
            throw Refusal("\(error)")
        }
        Output.error.line("callflow: recorded \(counted(cassette.calls.count, "call")) to \(record)")
    }
}
