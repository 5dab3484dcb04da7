// One import for whoever authors, lints and runs flows: `import CallFlow`.

@_exported public import Conferencing
@_exported public import FlowExpressions
@_exported public import FlowModel
@_exported public import FlowRuntime
@_exported public import FlowValidation
// What `ValueMap` is.
@_exported public import OrderedCollections
@_exported public import SourceText
