import ArgumentParser

/// The commands about real calls; none without the trait `Server`.
enum Server {
    static var commands: [any ParsableCommand.Type] {
        #if Server
            [Serve.self, Journal.self]
        #else
            []
        #endif
    }
}
