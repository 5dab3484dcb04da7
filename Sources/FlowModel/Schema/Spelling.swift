/// The two spellings of a name (swml-language.md §1.9).
enum Spelling {
    /// `joinConference` as `join_conference`; names without a capital after the first letter stay as they
    /// are, and so do names that begin with one (`SWAIG`).
    static func snakeCase(_ name: String) -> String {
        var result = ""
        for scalar in name.unicodeScalars {
            if result.isEmpty, scalar.properties.isUppercase { return name }
            if ("A"..."Z").contains(scalar) {
                result.unicodeScalars.append("_")
                result += scalar.properties.lowercaseMapping
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A canonical name in the spelling of another: in snake_case when that one has an underscore.
    static func like(_ written: String, _ name: String) -> String {
        written.utf8.contains(UInt8(ascii: "_")) ? snakeCase(name) : name
    }

    /// `join_conference` as `joinConference`; used only to see whether a name is another spelling of a known
    /// one.
    static func camelCase(_ name: String) -> String {
        var result = ""
        var raises = false
        for scalar in name.unicodeScalars {
            if scalar == "_", !result.isEmpty {
                raises = true
            } else {
                if raises {
                    result += scalar.properties.uppercaseMapping
                } else {
                    result.unicodeScalars.append(scalar)
                }
                raises = false
            }
        }
        return result
    }
}
