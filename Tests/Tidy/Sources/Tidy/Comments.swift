extension Rules {
  private static let commented = [".swift", ".py", ".sh", ".h", "Makefile"]

  static let comments: [Rule] = [
    Rule(
      "nothing is left to do", covers: { path in commented.contains { path.hasSuffix($0) } },
      canary: ("Sources/X/A.swift", "// TO" + "DO: later\n")
    ) { _, text in
      numbered(text).filter { line in ["TO" + "DO", "FIX" + "ME", "XX" + "X:"].contains { line.line.contains($0) } }
        .map { "line \($0.number) leaves something to do" }
    },
    Rule(
      "no code is commented out", covers: isSwift, canary: ("Sources/X/A.swift", "  // let a = b(c)\n")
    ) { _, text in numbered(text).filter { isCode($0.line) }.map { "line \($0.number) is code in a comment" } },
  ]

  /// A comment that ends like a statement and begins like one.
  private static func isCode(_ line: Substring) -> Bool {
    let trimmed = line.drop { $0 == " " }
    guard trimmed.hasPrefix("//"), !trimmed.hasPrefix("///") else { return false }
    let text = trimmed.dropFirst(2).drop { $0 == " " }
    let starts = ["let ", "var ", "func ", "return ", "if let ", "guard ", "try ", "import ", "} else", "for "]
    return starts.contains { text.hasPrefix($0) } && ["{", "}", ")", "]"].contains { text.hasSuffix($0) } || text.hasSuffix(";")
      || text.hasPrefix("import ")
  }
}
