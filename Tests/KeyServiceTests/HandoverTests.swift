import Foundation
import Keep
import Testing

/// A root secret on its way to the keep.
@Suite struct HandoverTests {
  @Test(arguments: [12, 4_096]) func `a held secret is what it was, through a pipe, whatever its bytes`(count: Int) throws {
    // Line ends within it are part of it.
    let secret = try RootSecret((0..<count - 1).map { UInt8(truncatingIfNeeded: $0 * 5) } + [1])
    let held = try HeldSecret(secret)
    let pipe = Pipe()
    #expect(try held.secret().write(to: pipe.fileHandleForWriting.fileDescriptor))
    try pipe.fileHandleForWriting.close()
    #expect(try RootSecret(readingAllOf: pipe.fileHandleForReading.fileDescriptor) == secret)
    #expect("\(held)" == "HeldSecret(hidden)")
  }

  @Test(arguments: [0, 11, 4_097]) func `what is no secret is refused at the end of a pipe`(count: Int) throws {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: [UInt8](repeating: 1, count: count))
    try pipe.fileHandleForWriting.close()
    #expect(throws: KeyServiceProblem.self) {
      _ = try RootSecret(readingAllOf: pipe.fileHandleForReading.fileDescriptor)
    }
  }

  @Test func `what unseal hands over opens the keep`() async throws {
    let (fixture, recovery) = try await KeyFixture.opened()
    for key in [UnsealKey.secret(KeyFixture.secret), .recovery(recovery)] {
      fixture.restart()
      try await fixture.service.unlock(with: try UnsealKey(message: key.message))
      #expect(await refusal { _ = try await fixture.service.protectionKey() } == nil)
    }
    fixture.restart()
    let other = UnsealKey.secret(try RootSecret(Array("a guess of somebody else".utf8)))
    #expect(await refusal { try await fixture.service.unlock(with: try UnsealKey(message: other.message)) } == .wrongSecret)
  }

  private static let nonsense = [
    "", "S", "Sshort", "Rcorrect horse battery", "Xcorrect horse battery", "S" + String(repeating: "x", count: 4_097),
  ]

  @Test(arguments: nonsense) func `no other message does`(message: String) {
    let problem = #expect(throws: KeyServiceProblem.self) { _ = try UnsealKey(message: Array(message.utf8)) }
    #expect(problem?.code == .secretUnusable)
  }
}
