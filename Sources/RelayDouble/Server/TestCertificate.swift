/// The identity with which a double answers: `localhost`, 127.0.0.1 and ::1, until 2120.
///
/// It is a secret of nobody. The key of the authority that signed it was thrown away, so whoever trusts the
/// authority trusts this one certificate.
enum TestCertificate {
    /// What a client has to trust, as PEM.
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBfTCCASOgAwIBAgIBATAKBggqhkjOPQQDAjAlMSMwIQYDVQQDDBpSZWxheURv
        dWJsZSB0ZXN0IGF1dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAw
        MDAwMFowJTEjMCEGA1UEAwwaUmVsYXlEb3VibGUgdGVzdCBhdXRob3JpdHkwWTAT
        BgcqhkjOPQIBBggqhkjOPQMBBwNCAAQL1mG9aLrUN8jOhzdbzx9hee9U4jK2bEtf
        m8aX3IQk9buKC9+zfilUn62GLqa3rJOXhv6u2jK4TUYXICzZpJh0o0IwQDAPBgNV
        HRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwICBDAdBgNVHQ4EFgQUz9zi480n1CkX
        EtpyzAABN+lN4aswCgYIKoZIzj0EAwIDSAAwRQIhAKK48b+KDtXZHAdZa2Fs0jxc
        tLnyouAs+PP4aI2+TNsSAiAHM7VkSnJN/usB3tq75yaJpUio5CK3OopUuGc7xMp5
        AA==
        -----END CERTIFICATE-----

        """

    /// The server's certificate, as PEM.
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBzzCCAXWgAwIBAgIBAjAKBggqhkjOPQQDAjAlMSMwIQYDVQQDDBpSZWxheURv
        dWJsZSB0ZXN0IGF1dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAw
        MDAwMFowFDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0D
        AQcDQgAEr6okFOK6DMV9R1eiZfTNR+d+fKUUoHq5a64j5kkb59vIfmIl/RZ4ROVv
        DoeQftr/ObgjdYgXnDh/O5465ANnP6OBpDCBoTAsBgNVHREEJTAjgglsb2NhbGhv
        c3SHBH8AAAGHEAAAAAAAAAAAAAAAAAAAAAEwDAYDVR0TAQH/BAIwADAOBgNVHQ8B
        Af8EBAMCB4AwEwYDVR0lBAwwCgYIKwYBBQUHAwEwHQYDVR0OBBYEFGrEaPWivgXU
        7Emo0C4AfKzG6Q3QMB8GA1UdIwQYMBaAFM/c4uPNJ9QpFxLacswAATfpTeGrMAoG
        CCqGSM49BAMCA0gAMEUCIEErCOG2ltev2LCEW6XfeVnwET4PC/jyvZnhx6bkJv2L
        AiEA6CFrh0+sC8clHV17Kh6bl6oGo+f9Z1ePczn+7gcsIJ8=
        -----END CERTIFICATE-----

        """

    /// The server's key, as PEM.
    static let privateKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg5U0ic6wGmnbQJ5js
        B3uAOD4OVotF7g+2/4k/4D8FghWhRANCAASvqiQU4roMxX1HV6Jl9M1H5358pRSg
        erlrriPmSRvn28h+YiX9FnhE5W8Oh5B+2v85uCN1iBecOH87njrkA2c/
        -----END PRIVATE KEY-----

        """
}
