import CSandbox
import CoreFoundation
import Foundation
import Glibc
import Keep

/// What keeps the two processes apart: users of their own where root starts them, and Landlock wherever the kernel has it.
struct Isolation: Sendable {
  /// The users that they become; nil when they stay who they are.
  let users: [ServePlan.Role: UInt32]?
  let hasLandlock: Bool

  /// As `ready` says it.
  var word: String {
    switch (users != nil, hasLandlock) {
    case (true, true): "uid+landlock"
    case (false, true): "landlock"
    case (true, false): "uid"
    case (false, false): "none"
    }
  }

  /// Accounts with these names are used when they exist, and these numbers, which no distribution gives to anybody, when not.
  private static let accounts: [ServePlan.Role: (name: String, number: UInt32)] = [
    .switch: ("switchkeep-switch", 64_801), .keep: ("switchkeep-keep", 64_802),
  ]

  /// - Throws: ProgramProblem when nothing would keep them apart and that was not asked for.
  init(_ folder: DataFolder, switchUser: String?, keepUser: String?, acceptsNone: Bool) throws {
    hasLandlock = csandbox_landlock_version() > 0
    users = try Self.users(folder, [.switch: switchUser, .keep: keepUser].compactMapValues { $0 })
    guard hasLandlock || acceptsNone else {
      throw ProgramProblem(
        .notIsolated,
        message: "this kernel has no Landlock, which keeps the switch out of the keep's files; use one that has (Linux 5.13 or "
          + "newer, with landlock among its security modules), or accept that with --accept-no-isolation")
    }
  }

  private static func users(_ folder: DataFolder, _ asked: [ServePlan.Role: String]) throws -> [ServePlan.Role: UInt32]? {
    guard getuid() == 0 else {
      guard asked.isEmpty else { throw ProgramProblem(.badArgument, message: "only root may choose users") }
      return nil
    }
    if let closed = folder.closedAncestor {
      guard asked.isEmpty else {
        throw ProgramProblem(.notIsolated, message: "other users cannot come to \(folder.path): chmod o+x \(closed)")
      }
      let reason = "serve: switch and keep have the same user, since others cannot come to the folder: chmod o+x \(closed)\n"
      FileHandle.standardError.write(Data(reason.utf8))
      return nil
    }
    return try accounts.reduce(into: [:]) { users, account in
      users[account.key] = try asked[account.key].map(number) ?? ((try? number(account.value.name)) ?? account.value.number)
    }
  }

  private static func number(_ user: String) throws -> UInt32 {
    if let number = UInt32(user), number > 0 { return number }
    guard let entry = unsafe getpwnam(user), unsafe entry.pointee.pw_uid > 0 else {
      throw ProgramProblem(.badArgument, message: "there is no user \(user), or it is root")
    }
    return unsafe entry.pointee.pw_uid
  }

  /// Gives each its folder.
  func prepare(_ folder: DataFolder) throws {
    for part in [folder.keep, folder.switchFolder] {
      try FileManager.default.createDirectory(
        atPath: "\(part)/tmp", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    for part in ["functions", "bots"] {
      try FileManager.default.createDirectory(atPath: "\(folder.switchFolder)/\(part)", withIntermediateDirectories: true)
    }
    guard let users else { return }
    // Others may come through to what is theirs, and see nothing.
    _ = unsafe chmod(folder.path, 0o711)
    try Self.give(folder.keep, to: users[.keep] ?? 0)
    try Self.give(folder.switchFolder, to: users[.switch] ?? 0)
  }

  private static func give(_ path: String, to user: UInt32) throws {
    let below = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    for file in [path] + below.map({ "\(path)/\($0)" }) {
      guard unsafe lchown(file, user, user) == 0 || errno == ENOENT else {
        throw ProgramProblem(.cannotWrite, message: "cannot give \(file) to the user \(user)")
      }
    }
  }

  func confinement(of role: ServePlan.Role, _ folder: DataFolder) -> Confinement {
    let user = users?[role] ?? 0
    switch role {
    case .switch:
      let programs = ["\(folder.switchFolder)/functions", "\(folder.switchFolder)/bots"]
      return Confinement(writable: folder.switchFolder, readable: programs, user: user, hasLandlock: hasLandlock)
    case .keep:
      let sinks = (try? LedgerReader(keepFolder: folder.keep).sinkFolders()) ?? []
      return Confinement(
        writable: folder.keep, alsoWritable: sinks.map { $0.folder.path }, readable: [folder.authorityFile], user: user,
        hasLandlock: hasLandlock)
    }
  }
}

extension DataFolder {
  /// The folder above this one that others may not walk through; nil when all are open.
  fileprivate var closedAncestor: String? {
    var ancestor = URL(fileURLWithPath: path).deletingLastPathComponent().path
    while ancestor != "/" {
      var status = stat()
      guard unsafe stat(ancestor, &status) == 0, status.st_mode & 0o001 != 0 else { return ancestor }
      ancestor = URL(fileURLWithPath: ancestor).deletingLastPathComponent().path
    }
    return nil
  }
}
