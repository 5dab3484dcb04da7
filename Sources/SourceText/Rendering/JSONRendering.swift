/// Findings as JSON (design §4): lines and columns from 1, columns in scalars, ends exclusive.
public enum JSONRendering {
    /// One line, with a line break at its end: `{"files": N, "findings": [...]}`.
    public static func render(_ files: [FileFindings]) -> String {
        var json = JSONWriter()
        json.object { json in
            json.field("files", files.count)
            json.key("findings")
            json.list { json in
                for file in files where !file.findings.isEmpty {
                    let lines = LineTable(file.file)
                    for finding in file.ordered { write(finding, of: file.file.name, lines, to: &json) }
                }
            }
        }
        return json.text + "\n"
    }

    private static func write(
        _ finding: Finding, of file: String, _ lines: LineTable, to json: inout JSONWriter
    ) {
        json.object { json in
            json.field("file", file)
            write(finding.range, lines, to: &json)
            json.field("severity", finding.severity.rawValue)
            json.field("id", finding.id.name)
            json.field("message", finding.message)
            json.key("related")
            json.list { json in
                for related in finding.related {
                    json.object { json in
                        json.field("file", file)
                        write(related.range, lines, to: &json)
                        json.field("message", related.message)
                    }
                }
            }
            json.key("fix")
            write(finding.fix, lines, to: &json)
        }
    }

    private static func write(_ fix: Finding.Fix?, _ lines: LineTable, to json: inout JSONWriter) {
        guard let fix else { return json.null() }
        json.object { json in
            json.field("title", fix.title)
            json.key("edits")
            json.list { json in
                for edit in fix.edits {
                    json.object { json in
                        write(edit.range, lines, to: &json)
                        json.field("text", edit.text)
                    }
                }
            }
        }
    }

    /// The four fields of a range, in an object that is open.
    private static func write(_ range: SourceRange, _ lines: LineTable, to json: inout JSONWriter) {
        let (start, end) = (lines.position(at: range.lower), lines.position(at: range.upper))
        json.field("line", start.line)
        json.field("column", start.column)
        json.field("endLine", end.line)
        json.field("endColumn", end.column)
    }
}
