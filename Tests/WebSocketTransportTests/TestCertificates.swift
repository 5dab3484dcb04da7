/// Certificates for tests on the loopback interface, and their key. Whoever reads the repository has the key:
/// nothing but a test may ever trust them.
enum TestCertificates {
    /// What a client is told to trust.
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBZjCCAQygAwIBAgIUZm/1L+7mAUMulzRbp7i3fmUnCU8wCgYIKoZIzj0EAwIw
        HjEcMBoGA1UEAwwTY2FsbGZsb3cgdGVzdHMgb25seTAgFw0yNjAxMDEwMDAwMDBa
        GA8yMTI2MDEwMTAwMDAwMFowHjEcMBoGA1UEAwwTY2FsbGZsb3cgdGVzdHMgb25s
        eTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCz8Nm1xSlPe8YBJQv6Am7dWvUbT
        4uSLInDbJbmx7UazsrEGXOo8ySb7OZt6tiNpCzNUH+xtNA3z3na2ecbgj42jJjAk
        MBIGA1UdEwEB/wQIMAYBAf8CAQAwDgYDVR0PAQH/BAQDAgEGMAoGCCqGSM49BAMC
        A0gAMEUCIQDEGilR98Miy39/0S9ccOonnHKpANZzbPcPCEMiZedpPQIgPwk9TD0I
        WIIMtTfCDmNYbIbjbRyQWuVZ7NeYYCVujSQ=
        -----END CERTIFICATE-----
        """

    /// The key of every server certificate here.
    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgMqJvLCO4n4i/+uR/
        m2reUYp6GMTOtJyE4P9PI2mrV1OhRANCAARy4AlBQtG7LDbwMbl3QXJUa/+Xm8su
        yy4Yl8ChUfyisPDhyI98OfFYVaLpn9Ah9YF/uAYCbT1koPCRgBU01FFG
        -----END PRIVATE KEY-----
        """

    /// A good one: `localhost` and 127.0.0.1, until 2126.
    static let localhost = """
        -----BEGIN CERTIFICATE-----
        MIIBbTCCAROgAwIBAgIUVwsTeyQxX5d+mxI0WoiTyYQjwu0wCgYIKoZIzj0EAwIw
        HjEcMBoGA1UEAwwTY2FsbGZsb3cgdGVzdHMgb25seTAgFw0yNjAxMDEwMDAwMDBa
        GA8yMTI2MDEwMTAwMDAwMFowHzEdMBsGA1UEAwwUY2FsbGZsb3cgdGVzdCBzZXJ2
        ZXIwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARy4AlBQtG7LDbwMbl3QXJUa/+X
        m8suyy4Yl8ChUfyisPDhyI98OfFYVaLpn9Ah9YF/uAYCbT1koPCRgBU01FFGoyww
        KjAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwDAYDVR0TAQH/BAIwADAKBggq
        hkjOPQQDAgNIADBFAiA15fcYkONTFMxHRWMYgH5qaeO2xOuBkbETils7ZMrHnwIh
        AI85qIPdcMhqseydFR5ZrDWW/t2e4naEhXrsHLvfwlua
        -----END CERTIFICATE-----
        """

    /// Made out to another name.
    static let otherName = """
        -----BEGIN CERTIFICATE-----
        MIIBcDCCARWgAwIBAgIUbxECZDi5dnCIX/kMgmN0mbjAhA0wCgYIKoZIzj0EAwIw
        HjEcMBoGA1UEAwwTY2FsbGZsb3cgdGVzdHMgb25seTAgFw0yNjAxMDEwMDAwMDBa
        GA8yMTI2MDEwMTAwMDAwMFowHzEdMBsGA1UEAwwUY2FsbGZsb3cgdGVzdCBzZXJ2
        ZXIwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARy4AlBQtG7LDbwMbl3QXJUa/+X
        m8suyy4Yl8ChUfyisPDhyI98OfFYVaLpn9Ah9YF/uAYCbT1koPCRgBU01FFGoy4w
        LDAcBgNVHREEFTATghFlbHNld2hlcmUuaW52YWxpZDAMBgNVHRMBAf8EAjAAMAoG
        CCqGSM49BAMCA0kAMEYCIQC1uE35USsHrzVr87Sa4Sy3lxTTcpkzzArKKlL0b0h+
        8wIhAPPwC9Qr7tC7gAVwnNq/X7Eiy5C/ZPNc40qx1BmKSxmq
        -----END CERTIFICATE-----
        """

    /// Not valid any more since the 2nd of January 2026.
    static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBbDCCARGgAwIBAgIUZI9DbCYjVlwMVJWgJDz7Z77avDQwCgYIKoZIzj0EAwIw
        HjEcMBoGA1UEAwwTY2FsbGZsb3cgdGVzdHMgb25seTAeFw0yNjAxMDEwMDAwMDBa
        Fw0yNjAxMDIwMDAwMDBaMB8xHTAbBgNVBAMMFGNhbGxmbG93IHRlc3Qgc2VydmVy
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEcuAJQULRuyw28DG5d0FyVGv/l5vL
        LssuGJfAoVH8orDw4ciPfDnxWFWi6Z/QIfWBf7gGAm09ZKDwkYAVNNRRRqMsMCow
        GgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMAwGA1UdEwEB/wQCMAAwCgYIKoZI
        zj0EAwIDSQAwRgIhAJPvLMYykgTLvxAn6RVMlIYujanx6j1RHMHNkFhWGVGWAiEA
        v6N1lMKnYxv076Yo388K25NfJSSf5Onn2OmxIJAHhw8=
        -----END CERTIFICATE-----
        """

    /// Of an issuer whom nobody trusts.
    static let untrusted = """
        -----BEGIN CERTIFICATE-----
        MIIBfzCCASagAwIBAgIUabXThkZe6FYirF3+qcxdkqp/zoYwCgYIKoZIzj0EAwIw
        MTEvMC0GA1UEAwwmY2FsbGZsb3cgdGVzdHMgb25seSwgdHJ1c3RlZCBieSBub2Jv
        ZHkwIBcNMjYwMTAxMDAwMDAwWhgPMjEyNjAxMDEwMDAwMDBaMB8xHTAbBgNVBAMM
        FGNhbGxmbG93IHRlc3Qgc2VydmVyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
        cuAJQULRuyw28DG5d0FyVGv/l5vLLssuGJfAoVH8orDw4ciPfDnxWFWi6Z/QIfWB
        f7gGAm09ZKDwkYAVNNRRRqMsMCowGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAAB
        MAwGA1UdEwEB/wQCMAAwCgYIKoZIzj0EAwIDRwAwRAIgMLOUNy9hJndvwag6FEQN
        33Ri/YNT4lqo2Qcl5i9BV8MCIFca53ZKebJVFziDN7Hgi2Y8ALYJCHZZHbLZveeW
        8HEa
        -----END CERTIFICATE-----
        """
}
