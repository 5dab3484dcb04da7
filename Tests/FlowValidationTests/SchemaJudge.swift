import Foundation

/// Asks SWML's published JSON Schema about documents, all in one Python process.
struct SchemaJudge {
    private let schema: URL

    init(_ schema: URL) { self.schema = schema }

    private static let script = """
        import json, sys, warnings
        warnings.simplefilter("ignore")
        from jsonschema import Draft202012Validator
        validator = Draft202012Validator(json.load(open(sys.argv[1])))
        with open(sys.argv[3], "w") as out:
            for line in open(sys.argv[2], encoding="utf-8"):
                out.write("1" if validator.is_valid(json.loads(line)) else "0")
        """

    /// Whether each document is valid; `nil` without Python or its package.
    func verdicts(on documents: [String]) throws -> [Bool]? {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "callflow-judge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (script, input, output) = (
            folder.appending(path: "judge.py"), folder.appending(path: "in.jsonl"),
            folder.appending(path: "out")
        )
        try Self.script.write(to: script, atomically: true, encoding: .utf8)
        let lines = documents.map { $0.replacing("\n", with: "") }.joined(separator: "\n") + "\n"
        try lines.write(to: input, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path, schema.path, input.path, output.path]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return try String(contentsOf: output, encoding: .utf8).map { $0 == "1" }
    }
}
