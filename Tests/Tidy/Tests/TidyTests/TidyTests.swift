import Foundation
import Testing
import Tidy

private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

@Suite struct TidyTests {
  @Test(arguments: Rules.all.indices) func rule(_ index: Int) throws {
    let rule = Rules.all[index]
    let tree = try Tree(root: root)
    #expect(tree.paths.count > 100)
    var found: [String] = []
    for path in tree.paths where rule.covers(path) {
      guard let text = tree.text(path) else { continue }
      found += rule.findings(path, text).map { "\(path): \($0)" }
    }
    #expect(found.isEmpty, "\(rule.name):\n\(found.joined(separator: "\n"))")
  }

  /// A rule that does not find its own sample finds nothing.
  @Test(arguments: Rules.all.indices) func canary(_ index: Int) {
    let rule = Rules.all[index]
    #expect(rule.covers(rule.canary.path), "\(rule.name) does not look at its canary")
    #expect(!rule.findings(rule.canary.path, rule.canary.text).isEmpty, "\(rule.name) does not find its canary")
  }

  @Test func everyOperationIsComplete() throws {
    let tree = try Tree(root: root)
    let missing = Completeness.missing(paths: tree.paths, text: tree.text)
    #expect(missing.isEmpty, "\(missing.joined(separator: "\n"))")
  }

  @Test func anIncompleteOperationIsNamed() {
    let path = "Sources/Switch/ConnectOperations/Queues/PaintQueue.swift"
    let missing = Completeness.missing(paths: [path]) { $0 == path ? "struct PaintQueue: WriteOperation {\n" : "" }
    #expect(
      missing == [
        "PaintQueue: add a line to Sources/Switch/ConnectOperations/Catalogue.swift",
        "PaintQueue: add a line to Tools/describe/built.txt",
        "PaintQueue: add its fixture Tests/Conformance/operations/PaintQueue.py",
      ])
  }

  /// A released migration never changes; a new one is added to migrations.lock.
  @Test func migrationsAreFrozen() throws {
    let tree = try Tree(root: root)
    let locked = Dictionary(
      uniqueKeysWithValues: (tree.text("migrations.lock") ?? "").split(separator: "\n").map { line in
        let words = line.split(separator: " ")
        return (String(words[1]), String(words[0]))
      })
    let migrations = tree.paths.filter { $0.contains("/Migrations/") && $0.hasSuffix(".swift") }
    #expect(!migrations.isEmpty)
    for path in migrations {
      let sum = try Tree.run("sha256sum", [root.appending(path: path).path]).split(separator: " ")[0]
      #expect(
        locked[path] == String(sum),
        "\(path): migrations.lock must have the line `\(sum) \(path)`, and a released one may not change")
    }
    #expect(Set(locked.keys).isSubset(of: migrations), "migrations.lock names a file that is gone")
  }

  @Test func everyRoomHasItsReadMe() throws {
    let paths = Set(try Tree(root: root).paths)
    let rooms = Set(paths.filter { $0.hasPrefix("Sources/") || $0.hasPrefix("Pure/Sources/") }.compactMap(room))
    let missing = rooms.filter { !paths.contains("\($0)/README.md") }.sorted()
    #expect(missing.isEmpty, "these rooms have no README.md: \(missing)")
  }

  @Test func linksLeadSomewhere() throws {
    let tree = try Tree(root: root)
    for path in tree.paths where path.hasSuffix(".md") {
      let folder = root.appending(path: path).deletingLastPathComponent()
      for link in links(tree.text(path) ?? "") {
        let target = folder.appending(path: link).standardizedFileURL.path
        #expect(FileManager.default.fileExists(atPath: target), "\(path): \(link) leads nowhere")
      }
    }
  }

  /// The folder that is a target of the package, for a file below it.
  private func room(_ path: String) -> String? {
    let parts = path.split(separator: "/")
    let depth = path.hasPrefix("Pure/") ? 3 : ["Crypto", "Floor"].contains(parts[1]) ? (parts[2] == "C" ? 4 : 3) : 2
    guard parts.count > depth, parts[1] != "Programs", parts[depth - 1] != "CArgon2" else { return nil }
    return parts.prefix(depth).joined(separator: "/")
  }

  /// The targets of relative links, without their fragments.
  private func links(_ text: String) -> [String] {
    text.matches(of: #/\]\(([^)#\s]+)[^)]*\)/#).map { String($0.1) }.filter { !$0.contains("://") && !$0.hasPrefix("mailto:") }
  }
}
