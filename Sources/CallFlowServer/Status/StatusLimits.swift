import Hummingbird
import HummingbirdCore
import NIOCore

/// What those who look at the server may take of it: it has calls to see to.
package struct StatusLimits: Sendable {
    /// How long a connection may be idle, and how long a request may take to arrive: it is a line and a few
    /// headers. Whoever asks twice a minute connects anew, which costs little.
    package var patience = Duration.seconds(10)
    /// Connections at once; further ones wait until one of these ends. Scrapers and balancers are a handful.
    package var connections = 64
    /// Bytes of all headers of a request: twice what browsers send.
    package var headerBytes = 16 << 10
    /// Headers of a request.
    package var headers = 100

    package init() {}
}

extension StatusLimits {
    /// How connections are treated.
    var channel: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            idleTimeout: TimeAmount(patience),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: headerBytes, maxHeaderListSize: headerBytes, maxHeaderFieldCount: headers
            ))
    }

    /// Ends a connection in time whose request has a body: no answer here needs what is in it, and one that
    /// trickles in would not count as idle.
    func bound(_ visit: StatusVisit, by request: Request) {
        let length = request.headers[.contentLength]
        guard request.headers.contains(.transferEncoding) || length != nil && length != "0" else { return }
        let channel = visit.channel
        channel.eventLoop.scheduleTask(in: TimeAmount(patience)) { channel.close(promise: nil) }
    }
}

/// Who asks.
struct StatusVisit: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) { channel = source.channel }
}
