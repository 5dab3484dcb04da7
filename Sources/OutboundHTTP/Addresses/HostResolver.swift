package import NIOCore
import NIOPosix

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Finds the addresses of a name.
package struct HostResolver: Sendable {
    /// Fails, or is empty, when there are none. It must not block the event loop; it may take its time.
    package typealias LookUp =
        @Sendable (_ name: String, _ deadline: NIODeadline, _ eventLoop: any EventLoop)
        -> EventLoopFuture<[IPAddress]>

    let lookUp: LookUp

    package init(_ lookUp: @escaping LookUp) { self.lookUp = lookUp }

    /// The system's own: hosts file, name servers, and whatever else it is set up for.
    package static let system = HostResolver { name, deadline, eventLoop in
        threads.runIfActive(eventLoop: eventLoop) {
            // Behind a slow name server the queue grows; what nobody waits for any more is skipped.
            NIODeadline.now() < deadline ? systemAddresses(of: name) : []
        }
    }

    /// A look-up blocks its thread, for half a minute when no server answers, so there are some. They are
    /// made at the first look-up, and live as long as the process.
    private static let threads = {
        let pool = NIOThreadPool(numberOfThreads: 8)
        pool.start()
        return pool
    }()
}

private func systemAddresses(of name: String) -> [IPAddress] {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    #if canImport(Glibc)
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
        hints.ai_socktype = SOCK_STREAM
    #endif
    hints.ai_flags = AI_ADDRCONFIG
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
    defer { freeaddrinfo(list) }
    var addresses: [IPAddress] = []
    var entry = list
    while let info = entry?.pointee {
        if let address = ipAddress(of: info) { addresses.append(address) }
        entry = info.ai_next
    }
    return addresses
}

private func ipAddress(of info: addrinfo) -> IPAddress? {
    guard let raw = UnsafeRawPointer(info.ai_addr) else { return nil }
    switch info.ai_family {
    case AF_INET where Int(info.ai_addrlen) >= MemoryLayout<sockaddr_in>.size:
        return IPAddress(v4: UInt32(bigEndian: raw.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr))
    case AF_INET6 where Int(info.ai_addrlen) >= MemoryLayout<sockaddr_in6>.size:
        let address = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
        return IPAddress(
            v6: withUnsafeBytes(of: address) { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) })
    default: return nil
    }
}
