import Crypto
import Foundation
import Keep
import Testing

@Suite struct SecretPageTests {
  private static let text = "a root key of this very process!"
  private static let key = SymmetricKey(data: Array(text.utf8))

  /// The control: a child reads ordinary memory of this process, which takes root, or kernel.yama.ptrace_scope=0.
  private static let canReadMemory =
    SecretPage(key, allowsSecretMemory: false).map { (try? read($0)) == Data(text.utf8) } ?? false
  private static let hasSecretMemory = SecretPage(key, allowsSecretMemory: true)?.protection == .secret

  /// What another process, a child with this one's rights, reads of this one's memory.
  private static func read(_ page: SecretPage) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/dd")
    process.arguments = [
      "if=/proc/\(getpid())/mem", "iflag=skip_bytes,count_bytes,fullblock", "bs=32", "count=32", "skip=\(page.address)",
      "status=none",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data
  }

  @Test func `the key is what it was`() throws {
    for allowsSecretMemory in [true, false] {
      let page = try #require(SecretPage(Self.key, allowsSecretMemory: allowsSecretMemory))
      #expect(page.key() == Self.key)
      #expect(allowsSecretMemory || page.protection != .secret)
    }
  }

  @Test(
    .enabled(if: hasSecretMemory, "this kernel has no memfd_secret"),
    .enabled(if: canReadMemory, "this user may not read the memory of another process: there is no control"))
  func `no other process reads it, which reads ordinary memory`() throws {
    let page = try #require(SecretPage(Self.key, allowsSecretMemory: true))
    #expect(page.protection == .secret)
    #expect(try Self.read(page).isEmpty)
    #expect(page.key() == Self.key)
  }
}
