extension Rules {
  private static let banned = ["Utils", "Helper", "Helpers", "Common", "Manager", "Misc"]

  static let names: [Rule] = [
    Rule(
      "no file or folder is named for nothing", covers: { _ in true }, canary: ("Sources/Floor/Utils/Things.swift", "")
    ) { path, _ in
      path.split(separator: "/").map { $0.split(separator: ".")[0] }.filter { part in banned.contains { part.hasSuffix($0) } }
        .map { "\($0) tells nothing of what is in it" }
    },
    Rule(
      "no type is named for nothing", covers: isSwift, canary: ("Sources/X/A.swift", "struct CallManager {}\n")
    ) { _, text in
      numbered(text).flatMap { number, line in
        types(line).filter { type in banned.contains { type.hasSuffix($0) } }.map {
          "line \(number): \($0) tells nothing of what it is"
        }
      }
    },
    Rule(
      "the product speaks of itself alone", covers: { !$0.contains("Tests/Tidy/") },
      canary: ("README.md", "see /wor" + "k/main for more\n")
    ) { _, text in
      let words = ["/wor" + "k/", "/opt/swift-" + "packages", "helper ses" + "sion", "sub" + "agent"]
      return numbered(text).filter { line in words.contains { line.line.contains($0) } }.map {
        "line \($0.number) speaks of a workplace"
      }
    },
  ]

  private static func types(_ line: Substring) -> [Substring] {
    let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
    return zip(words, words.dropFirst()).filter { ["struct", "class", "enum", "actor", "protocol"].contains($0.0) }.map(\.1)
  }
}
