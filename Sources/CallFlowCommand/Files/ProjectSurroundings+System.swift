import FlowModel
import FlowValidation
import ProjectFile
import SourceText

#if Server
    import OutboundHTTP
    import RelayProtocol
#endif

extension ProjectSurroundings {
    /// The files of this machine, and the parts of this program.
    static var thisMachine: ProjectSurroundings {
        ProjectSurroundings(
            place: { path in
                guard FileIdentity.exists(path) else { return .nothing }
                if FileIdentity.isFolder(path) { return .folder }
                return FileIdentity.isRegular(path) ? .file : .special
            },
            reads: { path in
                (try? readSource(path)).flatMap { EnvironmentReads(Flow.read($0)) }
            }, obstacle: FlowObstacle.text, refusal: Self.refusal)
    }

    /// Those who use these settings are not there without the trait `Server`, and neither is `serve`.
    private static func refusal(_ setting: String, _ text: String) -> String? {
        #if Server
            switch setting {
            case "relay.host": return refusal(ofHost: text)
            case "requests.allow": return refusal(ofAllowed: text)
            case _: return nil
            }
        #else
            return nil
        #endif
    }

    #if Server
        private static func refusal(ofHost text: String) -> String? {
            do throws(RelayHostProblem) {
                _ = try RelayHost(text)
                return nil
            } catch {
                return "a host such as acme.signalwire.com: \(error)"
            }
        }

        /// Of a text that is no `AllowedHost`, with the host that was meant, if one is in it.
        static func refusal(ofAllowed text: String) -> String? {
            guard AllowedHost(text) == nil else { return nil }
            let kinds = "a list of hosts, addresses or blocks of addresses, each with a port or without"
            guard let scheme = text.firstRange(of: "://") else { return kinds }
            let host = text[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            let isHost = AllowedHost(String(host)) != nil
            return kinds + (isHost ? ", and of no URLs; did you mean '\(host)'?" : ", and of no URLs")
        }
    #endif
}
