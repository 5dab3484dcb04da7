// One import for whoever tests flows and backends: `import CallFlowTestKit`.

@_exported public import CallFlow
@_exported public import CassetteBackend
@_exported public import SimulatedBackend

#if Server
    @_exported public import RelayDouble
#endif
