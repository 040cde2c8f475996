extension Rules {
  /// What each room may not import, by the path at which it begins.
  private static let forbidden: [(room: String, modules: Set<String>)] = [
    ("Sources/Switch/", ["Keep", "RequestSigning", "Access", "CArgon2", "X509"]),
    ("Sources/Keep/", ["Switch"]),
    ("Sources/Floor/", ["Switch", "Keep", "ConnectAPI", "Link", "RequestSigning", "Protection"]),
    ("Sources/Crypto/", ["Switch", "Keep", "ConnectAPI", "Link", "GRDB", "Hummingbird", "NIOCore"]),
    ("Sources/Link/", ["Switch", "Keep", "ConnectAPI", "GRDB", "Hummingbird", "NIOCore"]),
    ("Sources/ConnectAPI/", ["Switch", "Keep", "GRDB", "Hummingbird", "NIOCore", "Access"]),
    ("Sources/Floor/AWSWire/", ["GRDB", "Hummingbird", "NIOCore", "ResourceStore"]),
  ]
  /// All that Pure may import.
  private static let pure: Set<String> = ["Vocabulary", "Access", "SignedRequest", "HoursOfOperation", "Testing"]

  static let walls: [Rule] = [
    Rule(
      "a room imports nothing from behind its walls", covers: isProduct, canary: ("Sources/Switch/A.swift", "import Keep\n")
    ) { path, text in
      let banned = forbidden.filter { path.hasPrefix($0.room) }.reduce(into: Set<String>()) { $0.formUnion($1.modules) }
      return imports(text).filter(banned.contains).map { "imports \($0), which stands behind a wall" }
    },
    Rule(
      "Pure imports Pure alone", covers: { isProduct($0) && $0.hasPrefix("Pure/") },
      canary: ("Pure/Sources/X/A.swift", "public import NIOCore\n")
    ) { _, text in imports(text).filter { !pure.contains($0) }.map { "imports \($0)" } },
    Rule(
      "every room is known here", covers: isProduct, canary: ("Sources/Attic/A.swift", "")
    ) { path, _ in
      let rooms = forbidden.map(\.room) + ["Pure/Sources/", "Sources/Programs/", "Sources/Proof/"]
      return rooms.contains { path.hasPrefix($0) } ? [] : ["stands in a room that Walls.swift does not know"]
    },
  ]

  static func imports(_ text: String) -> [String] {
    numbered(text).compactMap { _, line in
      let words = line.split(separator: " ")
      guard let at = words.firstIndex(of: "import"), at < 2, at + 1 < words.count, !line.hasPrefix("//") else { return nil }
      return String(words[at + 1])
    }
  }
}
