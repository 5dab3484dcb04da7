import FlowModel

/// The reference of the language's steps, from their declarations.
enum StepsArticle {
    static let text = """
        # Steps

        Every step of a flow, with its parameters.

        Names are written in camelCase; SWML's snake_case, in parentheses, means the same. A parameter of which
        the table says nothing else is optional and has no default.

        <!-- Written by `callflow-dev generate` from the declarations in Sources/FlowModel/Steps. -->

        \(ReferenceText.document())
        """
}
