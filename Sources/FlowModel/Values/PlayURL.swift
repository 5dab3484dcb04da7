public import FlowExpressions

/// One sound, as `play`, `prompt` and `connect.ringback` name it (swml-language.md §5.1).
public enum PlayURL: Sendable, Hashable {
    /// An `http` or `https` audio file.
    case media(Text)
    /// Text to speech.
    case say(Text)
    /// A pause.
    case silence(Duration)
    /// The ring tone of a country, once or for a time.
    case ring(RingCountry, Duration?)
}

/// A country whose ring tone is known; not ISO throughout (§5.1).
public enum RingCountry: String, Sendable, Hashable, Codable, CaseIterable {
    case at, au, bg, br, be, ch, cl, cn, cz, de, dk, ee, es, fi, fr, gr, hu, il
    case india = "in"
    case it, lt, jp, mx, my, nl, no, nz, ph, pl, pt, ru, se, sg, th, uk, us
    case usOld = "us-old"
    case tw, ve, za
}
