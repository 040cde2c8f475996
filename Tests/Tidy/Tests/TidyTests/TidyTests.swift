import Foundation
import Testing
import Tidy

private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

private let treeRules = TreeRules.all { text in
  (try? Tree.run("sha256sum", [], input: text)).flatMap { $0.split(separator: " ").first.map(String.init) } ?? "no sha256sum"
}

/// The rules over the repository as it is.
@Suite struct TidyTests {
  private let tree: Tree

  init() throws { tree = try Tree(root: root) }

  @Test func theTreeIsThere() {
    #expect(tree.paths.count > 100)
    #expect(tree.paths.contains { $0.contains("/Migrations/") })
  }

  @Test(arguments: Rules.all.indices) func rule(_ index: Int) {
    let rule = Rules.all[index]
    var found: [String] = []
    for path in tree.paths where rule.covers(path) {
      guard let text = tree.text(path) else { continue }
      found += rule.findings(path, text).map { "\(path): \($0)" }
    }
    #expect(found.isEmpty, "\(rule.name):\n\(found.joined(separator: "\n"))")
  }

  @Test(arguments: treeRules.indices) func treeRule(_ index: Int) {
    let rule = treeRules[index]
    let found = rule.findings(tree.paths, tree.text)
    #expect(found.isEmpty, "\(rule.name):\n\(found.joined(separator: "\n"))")
  }
}

/// A rule that does not find its own sample finds nothing.
@Suite struct CanaryTests {
  @Test(arguments: Rules.all.indices) func rule(_ index: Int) {
    let rule = Rules.all[index]
    #expect(rule.covers(rule.canary.path), "\(rule.name) does not look at its canary")
    #expect(!rule.findings(rule.canary.path, rule.canary.text).isEmpty, "\(rule.name) does not find its canary")
  }

  /// These say what to do, so that what they say is tested too.
  @Test(arguments: treeRules.indices) func treeRule(_ index: Int) {
    let rule = treeRules[index]
    #expect(rule.findings(rule.canary.keys.sorted(), { rule.canary[$0] }) == rule.canaryFindings, "\(rule.name)")
  }

  @Test(arguments: Rules.impure) func impureWord(_ word: String) throws {
    let rule = try #require(Rules.calls.first)
    #expect(!rule.findings("Pure/Sources/X/A.swift", "  let a = \(word) }\n").isEmpty)
  }

  @Test(arguments: [
    ("Sources/Switch/A.swift", "import RequestSigning"), ("Sources/Switch/A.swift", "package import struct Access.Policy"),
    ("Sources/Switch/A.swift", "import Opening"), ("Sources/Keep/A.swift", "import Switch"),
    ("Sources/Keep/A.swift", "import HTTPHost"), ("Sources/ConnectAPI/A.swift", "import Keep"),
    ("Sources/Link/A.swift", "@preconcurrency public import ResourceStore"), ("Sources/Floor/HTTPHost/A.swift", "import AWSWire"),
    ("Sources/Floor/ResourceStore/A.swift", "import ConnectAPI"), ("Sources/Switch/A.swift", "import GRDB"),
    ("Sources/Proof/A.swift", "import Testing"), ("Pure/Sources/Access/A.swift", "import SignedRequest"),
    ("Pure/Sources/Access/A.swift", "import Crypto"),
  ]) func wall(_ path: String, _ text: String) {
    #expect(Rules.walls.contains { $0.covers(path) && !$0.findings(path, text).isEmpty })
  }

  @Test(arguments: [
    ("Sources/Switch/A.swift", "public import ConnectAPI"), ("Sources/Keep/A.swift", "import X509"),
    ("Sources/Programs/switchkeep/A.swift", "import Keep"), ("Pure/Sources/Access/A.swift", "public import Vocabulary"),
    ("Sources/X/A.swift", "group.addTask { await f() }"),
  ]) func whatIsAllowedIsLeftAlone(_ path: String, _ text: String) {
    let rules = Rules.walls.filter { $0.name != "every room is known here" } + Rules.calls
    #expect(rules.flatMap { $0.covers(path) ? $0.findings(path, text) : [] }.isEmpty)
  }
}
