/// One rule of the house that needs to see several files at once.
public struct TreeRule: Sendable {
  public let name: String
  /// What is wrong, one text a finding.
  public let findings: @Sendable (_ paths: [String], _ text: @escaping (String) -> String?) -> [String]
  /// Files, by path, that the rule must find fault with.
  public let canary: [String: String]
  /// What it must say of them, so that each finding tells what to do.
  public let canaryFindings: [String]

  init(
    _ name: String, canary: [String: String], canaryFindings: [String],
    findings: @escaping @Sendable ([String], @escaping (String) -> String?) -> [String]
  ) {
    self.name = name
    self.canary = canary
    self.canaryFindings = canaryFindings
    self.findings = findings
  }
}

public enum TreeRules {
  /// - Parameter digest: SHA-256 of a text, in hexadecimal.
  public static func all(digest: @escaping @Sendable (String) -> String) -> [TreeRule] {
    [operations, rooms, links, migrations(digest: digest)]
  }

  static let operations = TreeRule(
    "every operation is complete",
    canary: ["Sources/Switch/ConnectOperations/Queues/PaintQueue.swift": "struct PaintQueue: WriteOperation {\n"],
    canaryFindings: [
      "PaintQueue: add a line to Sources/Switch/ConnectOperations/Catalogue.swift",
      "PaintQueue: add a line to Tools/describe/built.txt",
      "PaintQueue: add its fixture Tests/Conformance/operations/PaintQueue.py",
    ]
  ) { paths, text in Completeness.missing(paths: paths, text: text) }

  /// A released migration never changes; a new one is added to migrations.lock.
  static func migrations(digest: @escaping @Sendable (String) -> String) -> TreeRule {
    let added = "\(digest("new\n")) Sources/X/Migrations/M0002B.swift"
    return TreeRule(
      "migrations are frozen",
      canary: [
        "migrations.lock": "0000 Sources/X/Migrations/M0001A.swift\n0000 Sources/X/Migrations/M0009Gone.swift\n",
        "Sources/X/Migrations/M0001A.swift": "changed\n", "Sources/X/Migrations/M0002B.swift": "new\n",
      ],
      canaryFindings: [
        "Sources/X/Migrations/M0001A.swift: was released, and may not change: write another migration",
        "Sources/X/Migrations/M0002B.swift: add to migrations.lock the line `\(added)`",
        "Sources/X/Migrations/M0009Gone.swift: stands in migrations.lock, and is gone",
      ]
    ) { paths, text in
      let lines = (text("migrations.lock") ?? "").split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
      let locked = Dictionary(lines.filter { $0.count == 2 }.map { ($0[1], $0[0]) }) { first, _ in first }
      let present = paths.filter { $0.contains("/Migrations/") && $0.hasSuffix(".swift") }.sorted()
      let gone = locked.keys.sorted().filter { !present.contains($0) }
      let wrong = present.compactMap { path -> String? in
        let sum = digest(text(path) ?? "")
        guard let known = locked[path] else { return "\(path): add to migrations.lock the line `\(sum) \(path)`" }
        return known == sum ? nil : "\(path): was released, and may not change: write another migration"
      }
      return wrong + gone.map { "\($0): stands in migrations.lock, and is gone" }
    }
  }

  static let rooms = TreeRule(
    "every room says what enters and what leaves",
    canary: ["Sources/Floor/Cellar/A.swift": "", "Sources/Keep/README.md": "", "Sources/Keep/A.swift": ""],
    canaryFindings: ["Sources/Floor/Cellar has no README.md"]
  ) { paths, _ in
    let present = Set(paths)
    return Set(paths.compactMap(room)).filter { !present.contains("\($0)/README.md") }.sorted().map { "\($0) has no README.md" }
  }

  static let links = TreeRule(
    "links lead somewhere",
    canary: ["docs/A.md": "[b](B.md) [c](../C.md#part) [d](https://example.com/d)\n", "docs/B.md": "[a](A.md)\n"],
    canaryFindings: ["docs/A.md: ../C.md leads nowhere"]
  ) { paths, text in
    let present = Set(paths + paths.flatMap(folders))
    return paths.filter { $0.hasSuffix(".md") }.sorted().flatMap { path in
      targets(text(path) ?? "").filter { !present.contains(resolved($0, from: path)) }.map { "\(path): \($0) leads nowhere" }
    }
  }
}

/// The folder that is a target of the package, for a file below it. Programs and system libraries have no room of their own.
private func room(_ path: String) -> String? {
  let parts = path.split(separator: "/")
  guard parts.count > 2, path.hasPrefix("Sources/") || path.hasPrefix("Pure/Sources/") else { return nil }
  let depth = parts[0] == "Pure" ? 3 : ["Crypto", "Floor"].contains(parts[1]) ? (parts[2] == "C" ? 4 : 3) : 2
  guard parts.count > depth, parts[1] != "Programs", parts[depth - 1] != "CArgon2" else { return nil }
  return parts.prefix(depth).joined(separator: "/")
}

private func folders(_ path: String) -> [String] {
  let parts = path.split(separator: "/")
  return (1..<max(parts.count, 1)).map { parts.prefix($0).joined(separator: "/") }
}

/// The targets of relative links, without their fragments.
private func targets(_ text: String) -> [String] {
  text.matches(of: #/\]\(([^)#\s]+)[^)]*\)/#).map { String($0.1) }.filter { !$0.contains("://") && !$0.hasPrefix("mailto:") }
}

private func resolved(_ link: String, from path: String) -> String {
  var parts = path.split(separator: "/").dropLast()
  for part in link.split(separator: "/") where part != "." {
    if part == ".." { parts = parts.dropLast() } else { parts.append(part) }
  }
  return parts.joined(separator: "/")
}
