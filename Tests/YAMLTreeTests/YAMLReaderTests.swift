import SourceText
import Testing
import YAMLTree

struct `YAML reader` {
    @Test func `gives every node its exact bytes`() {
        let result = YAMLReader.read(
            SourceFile(name: "-", text: "# é\na: 1  # 😀\nb:\n  - x   # c\n  - \"q\"\n\n# end\n"))
        let ranges = result.root?.mapping?.map {
            [result.file.text(in: $0.key.range), result.file.text(in: $0.value.range)]
        }
        #expect(result.findings == [])
        #expect(ranges == [["a", "1"], ["b", "- x   # c\n  - \"q\""]])
    }
}
