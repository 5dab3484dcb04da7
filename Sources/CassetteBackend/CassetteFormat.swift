/// The format of a cassette file: one JSON object a line, a header first.
package enum CassetteFormat {
    /// Raised when an older reader could misunderstand what is written.
    package static let version = 1
}
