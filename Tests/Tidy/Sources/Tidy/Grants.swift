extension Rules {
  /// What lets content be read (law 1): each is made in its own file, where nothing but its own maker can reach its initialiser.
  /// A private member without a value keeps extensions elsewhere from making one.
  private static let proofs = ["Grant", "Allowance", "LedgerReceipt", "PlayerRight"]

  public static let grants: [Rule] = [
    Rule(
      "what lets content be read is made in its own file alone", covers: { isProduct($0) && $0.hasPrefix("Sources/Keep/") },
      canary: (
        "Sources/Keep/A.swift", "package struct Grant: ~Copyable {\n  let id: String\n\n  init(id: String) { self.id = id }\n}\n"
      )
    ) { _, text in proofs.flatMap { openings(of: $0, text) } }
  ]

  /// How another file could make one.
  private static func openings(of name: String, _ text: String) -> [String] {
    let lines = numbered(text).map(\.line)
    guard let start = lines.firstIndex(where: { $0.contains("struct \(name):") || $0.contains("struct \(name) {") }) else {
      return []
    }
    let body = lines[start...].prefix { $0 != "}" }
    let inits = body.filter { $0.contains(" init(") || $0.contains(" init?(") }
    let isSealed = body.contains { $0.contains("private let ") && !$0.contains(" = ") }
    return
      (inits.isEmpty || inits.contains { !$0.contains("fileprivate init") }
      ? ["\(name) has an initialiser that is not fileprivate"] : [])
      + (isSealed ? [] : ["\(name) has no private member without a value"])
  }
}
