/// Findings as SARIF 2.1.0 (OASIS), which code-scanning services read.
public enum SARIFRendering {
    /// One run, on one line; columns are counted in Unicode scalars, as the run says.
    ///
    /// - Parameters:
    ///   - files: what was checked, with what was found.
    ///   - toolVersion: the version of the program, such as `0.1.0`.
    /// - Returns: a JSON document with a line break at its end.
    public static func render(_ files: [FileFindings], toolVersion: String) -> String {
        var json = JSONWriter()
        json.object { json in
            json.field("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
            json.field("version", "2.1.0")
            json.key("runs")
            json.list { json in json.object { run(files, toolVersion, &$0) } }
        }
        return json.text + "\n"
    }

    private static func run(_ files: [FileFindings], _ toolVersion: String, _ json: inout JSONWriter) {
        json.key("tool")
        json.object { json in
            json.key("driver")
            json.object { json in
                json.field("name", "callflow")
                json.field("version", toolVersion)
                json.key("rules")
                json.list { json in
                    let ids = Set(files.flatMap(\.findings).map(\.id.name)).sorted()
                    for id in ids { json.object { $0.field("id", id) } }
                }
            }
        }
        json.field("columnKind", "unicodeCodePoints")
        json.key("results")
        json.list { json in
            for file in files where !file.findings.isEmpty {
                let lines = LineTable(file.file)
                for finding in file.ordered { result(finding, file.file.name, lines, &json) }
            }
        }
    }

    private static func result(
        _ finding: Finding, _ file: String, _ lines: LineTable, _ json: inout JSONWriter
    ) {
        json.object { json in
            json.field("ruleId", finding.id.name)
            json.field("level", level(finding.severity))
            message(finding.message, &json)
            json.key("locations")
            json.list { json in json.object { location(finding.range, file, lines, &$0) } }
            guard !finding.related.isEmpty else { return }
            json.key("relatedLocations")
            json.list { json in
                for related in finding.related {
                    json.object { json in
                        message(related.message, &json)
                        location(related.range, file, lines, &json)
                    }
                }
            }
        }
    }

    private static func message(_ text: String, _ json: inout JSONWriter) {
        json.key("message")
        json.object { $0.field("text", text) }
    }

    private static func location(
        _ range: SourceRange, _ file: String, _ lines: LineTable, _ json: inout JSONWriter
    ) {
        let (start, end) = (lines.position(at: range.lower), lines.position(at: range.upper))
        json.key("physicalLocation")
        json.object { json in
            json.key("artifactLocation")
            json.object { $0.field("uri", uri(file)) }
            json.key("region")
            json.object { json in
                json.field("startLine", start.line)
                json.field("startColumn", start.column)
                json.field("endLine", end.line)
                json.field("endColumn", end.column)
            }
        }
    }

    private static func level(_ severity: Finding.Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .hint: "note"
        }
    }

    /// A relative path as a URI reference: whatever RFC 3986 does not leave unreserved is escaped.
    private static func uri(_ path: String) -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
        let digits = Array("0123456789ABCDEF".unicodeScalars)
        var result = String.UnicodeScalarView()
        for byte in path.utf8 {
            if plain.contains(byte) {
                result.append(Unicode.Scalar(byte))
            } else {
                result.append(contentsOf: ["%", digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        return String(result)
    }
}
