import Crypto
import Foundation
import Keep
import Testing

@Suite struct SecretTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private func code(_ body: () throws -> Void) -> KeyServiceProblem.Code? {
    do {
      try body()
      return nil
    } catch { return (error as? KeyServiceProblem)?.code }
  }

  @Test func `where the root secret comes from`() throws {
    #expect(try RootSecretSource("passphrase") == .passphrase)
    #expect(try RootSecretSource("credential:root-key") == .credential("root-key"))
    #expect(try RootSecretSource("file:/etc/key") == .file("/etc/key"))
    for text in ["passphrase", "credential:root-key", "file:/etc/key"] { #expect(try RootSecretSource(text).text == text) }
    for text in ["", "passphrase:secret", "credential:", "credential:../x", "credential:a/b", "file:key", "file:", "env:KEY"] {
      #expect(code { _ = try RootSecretSource(text) } == .invalid, "\(text)")
    }
  }

  @Test func `a file with the secret is its owner's alone, and not in the data`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("secret-\(UUID().uuidString)")
    let data = folder.appendingPathComponent("data")
    try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ name: String, _ text: String = "correct horse battery\n", mode: Int = 0o600) -> String {
      let path = folder.appendingPathComponent(name).path
      _ = FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode])
      return path
    }
    func read(_ path: String) -> KeyServiceProblem.Code? {
      code { _ = try RootSecretSource.file(path).read(dataFolder: data.path, credentialsFolder: nil) }
    }
    #expect(read(write("good")) == nil)
    #expect(read(write("readable", mode: 0o640)) == .secretUnusable)
    #expect(read(write("short", "secret\n")) == .secretUnusable)
    #expect(read(write("long", String(repeating: "x", count: 5_000))) == .secretUnusable)
    #expect(read(folder.appendingPathComponent("absent").path) == .secretUnusable)
    #expect(read(folder.path) == .secretUnusable)
    let inside = write("data/inside")
    #expect(read(inside) == .secretUnusable)
    #expect(read("\(data.path)/../data/inside") == .secretUnusable)
    let link = folder.appendingPathComponent("link").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: inside)
    #expect(read(link) == .secretUnusable)
    let credential = RootSecretSource.credential("good")
    #expect(code { _ = try credential.read(dataFolder: data.path, credentialsFolder: folder.path) } == nil)
    #expect(code { _ = try credential.read(dataFolder: data.path, credentialsFolder: nil) } == .secretUnusable)
    #expect(
      code { _ = try RootSecretSource.passphrase.read(dataFolder: data.path, credentialsFolder: nil) } == .secretUnusable)
  }

  @Test func `a passphrase comes over a descriptor, one line of it`() async throws {
    let fixture = try KeyFixture()
    _ = try await fixture.service.initialise(
      secret: try RootSecret(bytes("correct horse battery")), source: .passphrase, protection: nil)
    for text in ["correct horse battery", "correct horse battery\n", "correct horse battery\nmore\n"] {
      let pipe = Pipe()
      pipe.fileHandleForWriting.write(Data(text.utf8))
      try pipe.fileHandleForWriting.close()
      fixture.restart()
      try await fixture.service.unlock(with: try RootSecretSource.read(descriptor: pipe.fileHandleForReading.fileDescriptor))
    }
    #expect(code { _ = try RootSecretSource.read(descriptor: .max) } == .secretUnusable)
    #expect(code { _ = try RootSecret(bytes("elevenbytes\n")) } == .secretUnusable)
  }

  @Test func `a recovery key is read as people write, and a slip of the pen is seen`() async throws {
    let (fixture, recovery) = try await KeyFixture.opened()
    let text = recovery.text
    #expect(text.split(separator: "-").map(\.count) == Array(repeating: 4, count: 14))
    for written in [
      text, text.lowercased(), text.replacing("-", with: " "), text.replacing("0", with: "o").replacing("1", with: "l"),
    ] {
      fixture.restart()
      try await fixture.service.unlock(with: try RecoveryKey(text: written))
    }
    for index in text.indices where text[index] != "-" {
      let slip = text.replacingCharacters(in: index...index, with: text[index] == "7" ? "8" : "7")
      #expect(code { _ = try RecoveryKey(text: slip) } == .secretUnusable)
    }
    for other in ["", "AAAA", text + "-0000", String(text.dropLast()), text.replacing("-", with: "!")] {
      #expect(code { _ = try RecoveryKey(text: other) } == .secretUnusable)
    }
  }

  @Test func `secrets do not print`() async throws {
    let (_, recovery) = try await KeyFixture.opened()
    for value in [KeyFixture.secret as Any, recovery as Any] {
      var text = "\(value) \(String(reflecting: value))"
      dump(value, to: &text)
      #expect(text.contains("hidden") && !text.contains("horse") && !text.contains("SymmetricKey"))
      #expect(Mirror(reflecting: value).children.isEmpty)
    }
  }
}
