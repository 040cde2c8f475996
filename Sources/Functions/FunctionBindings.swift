import Foundation
import OutboundHTTP
import Synchronization
import Vocabulary

/// The bindings of one kind in a data folder: `functions.json`, and the programs in `functions/`.
package final class FunctionBindings: Sendable {
  package enum Kind: String, Sendable {
    case functions
    case bots

    /// What one of them is, in messages.
    var noun: String { self == .bots ? "bot" : "function" }
  }

  private struct Read {
    var stamp: [Int] = []
    var bindings: [String: [FunctionBinding]] = [:]
  }

  /// Bytes of the file.
  private static let sizeMax = 4 * 1024 * 1024
  /// Bindings of one ARN that are kept: the newest, and those that may answer until it is approved.
  private static let rememberedMax = 4

  let kind: Kind
  private let file: String
  package let programs: String
  private let read = Mutex(Read())

  package init(_ kind: Kind, folder: String) {
    self.kind = kind
    file = "\(folder)/\(kind.rawValue).json"
    programs = "\(folder)/\(kind.rawValue)"
  }

  /// What is or was to be bound to an ARN, the newest first. The file is looked at each time, and read when it is another.
  func bindings(of arn: String) throws -> [FunctionBinding] {
    let stamp = stamp()
    return try read.withLock { read in
      if read.stamp != stamp { read = Read(stamp: stamp, bindings: try load()) }
      return read.bindings[arn] ?? []
    }
  }

  /// Of an ARN whose newest binding may still wait for an officer, that and the one before.
  package func all() throws -> [FunctionBinding] { try load().values.flatMap(\.self).sorted { $0.arn < $1.arn } }

  /// What an officer approves.
  /// - Throws: FunctionProblem for a program that is not there.
  package func digest(of binding: FunctionBinding) throws -> String { try binding.digest(programs: programs) }

  /// - Throws: OutboundProblem or FunctionProblem for an endpoint or a program that would be refused when it is invoked.
  package func check(_ binding: FunctionBinding) throws {
    switch binding.target {
    case .endpoint(let url, _, _): try OutboundHTTP.check(url)
    case .program(let name): _ = try Program.path(of: name, in: programs)
    }
  }

  /// It answers once it is approved; until then what was bound before it does.
  /// - Throws: as `check`.
  package func bind(_ binding: FunctionBinding) throws {
    try check(binding)
    var bindings = try load()
    let before = (bindings[binding.arn] ?? []).filter { $0 != binding }
    bindings[binding.arn] = Array(([binding] + before).prefix(Self.rememberedMax))
    try store(bindings)
  }

  /// - Returns: whether there was one.
  package func unbind(_ arn: String) throws -> Bool {
    var bindings = try load()
    guard bindings.removeValue(forKey: arn) != nil else { return false }
    try store(bindings)
    return true
  }

  private func stamp() -> [Int] {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: file) else { return [] }
    let time = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    return [
      Int(time * 1_000_000), (attributes[.size] as? NSNumber)?.intValue ?? 0,
      (attributes[.systemFileNumber] as? NSNumber)?.intValue ?? 0,
    ]
  }

  private func load() throws -> [String: [FunctionBinding]] {
    guard FileManager.default.fileExists(atPath: file) else { return [:] }
    let data = try Data(contentsOf: URL(fileURLWithPath: file))
    guard data.count <= Self.sizeMax, let json = try? JSON.parse(Array(data)), let list = json[kind.rawValue]?.array else {
      throw FunctionProblem("\(file) is no list of bindings; mend it, or take it away and bind them again.")
    }
    return Dictionary(grouping: list.compactMap(FunctionBinding.init(json:)), by: \.arn)
  }

  private func store(_ bindings: [String: [FunctionBinding]]) throws {
    let list = bindings.sorted { $0.key < $1.key }.flatMap(\.value).map(\.json)
    let text = JSON.object([(kind.rawValue, .array(list))]).text + "\n"
    // Written beside and moved over it, so that whoever reads finds all of one or all of the other.
    try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600].merging(Self.owner(ofFolderOf: file)) { $1 }, ofItemAtPath: file)
  }

  /// What root writes in the switch's folder is the switch's: it has to read it.
  private static func owner(ofFolderOf file: String) -> [FileAttributeKey: Any] {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
    guard getuid() == 0, let attributes = try? FileManager.default.attributesOfItem(atPath: folder) else { return [:] }
    return attributes.filter { $0.key == .ownerAccountID || $0.key == .groupOwnerAccountID }
  }
}
