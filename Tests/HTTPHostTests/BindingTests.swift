import HTTPHost
import Testing

@Suite(.serialized) struct BindingTests {
  @Test(arguments: ["0.0.0.0", "::", "192.0.2.1", "example.com", "127.0.0.1.example.com", "::ffff:192.0.2.1", "", "127.1"])
  func plainIsRefusedBeyondLoopback(host: String) async throws {
    let error = await #expect(throws: HTTPHostError.self) {
      try await ListenerFixture.run(.plain(host: host, port: 0)) { _ in }
    }
    #expect(error?.code == .notLoopback)
  }

  @Test(arguments: ["127.0.0.1", "localhost", "127.8.9.1"])
  func plainListensOnLoopback(host: String) async throws {
    try await ListenerFixture.run(.plain(host: host, port: 0)) { #expect($0.port > 0) }
  }

  @Test func aPortTakenIsSaid() async throws {
    try await ListenerFixture.run { listener in
      let error = await #expect(throws: HTTPHostError.self) {
        try await ListenerFixture.run(.plain(host: "127.0.0.1", port: listener.port)) { _ in }
      }
      #expect(error?.code == .cannotBind)
    }
  }

  @Test func anIdentityThatDoesNotFitIsRefusedAndNotPrinted() async throws {
    for (chain, key) in [("", testKey), (testCertificate, "x"), ("x", testKey), (testCertificate, "")] {
      let identity = TLSIdentity(certificateChainPEM: Array(chain.utf8), privateKeyPEM: Array(key.utf8))
      let error = await #expect(throws: HTTPHostError.self) {
        try await ListenerFixture.run(.tls(host: "127.0.0.1", port: 0, identity: identity)) { _ in }
      }
      #expect(error?.code == .invalidTLSIdentity)
      var dumped = ""
      dump(identity, to: &dumped)
      #expect(!("\(identity)" + dumped).contains("45"))
    }
  }
}
