extension Rules {
  static let fileLinesMax = 400
  static let generatedLinesMax = 800
  static let functionLinesMax = 70
  static let columnsMax = 130

  static let sizes: [Rule] = [
    Rule(
      "a file has \(fileLinesMax) lines at most", covers: { isSized($0) || $0.hasSuffix(".py") },
      canary: ("Sources/X/Long.swift", String(repeating: "let a = 1\n", count: fileLinesMax + 2))
    ) { _, text in
      let count = numbered(text).count - 1
      return count > fileLinesMax ? ["has \(count) lines"] : []
    },
    Rule(
      "a generated file has \(generatedLinesMax) lines at most", covers: { $0.hasSuffix(".swift") && $0.contains("/Generated/") },
      canary: ("Sources/X/Generated/Long.swift", String(repeating: "let a = 1\n", count: generatedLinesMax + 1))
    ) { _, text in
      let count = numbered(text).count - 1
      return count > generatedLinesMax ? ["has \(count) lines"] : []
    },
    Rule(
      "a line has \(columnsMax) columns at most", covers: isSized,
      canary: ("Sources/X/Wide.swift", String(repeating: "x", count: columnsMax + 1))
    ) { _, text in
      numbered(text).filter { $0.line.count > columnsMax }.map { "line \($0.number) has \($0.line.count) columns" }
    },
    Rule(
      "a function has \(functionLinesMax) lines at most", covers: isSized,
      canary: (
        "Sources/X/Function.swift", "func f() {\n" + String(repeating: "  let a = 1\n", count: functionLinesMax + 1) + "}\n"
      )
    ) { _, text in
      functionLengths(text).filter { $0.lines > functionLinesMax }.map {
        "the function at line \($0.start) has \($0.lines) lines"
      }
    },
  ]

  /// All Swift that people write, these rules too.
  private static func isSized(_ path: String) -> Bool { path.hasSuffix(".swift") && !path.contains("/Generated/") }

  /// The lines of each function, by its indentation: it ends at the brace that stands where it began.
  static func functionLengths(_ text: String) -> [(start: Int, lines: Int)] {
    let lines = numbered(text)
    var lengths: [(start: Int, lines: Int)] = []
    for (number, line) in lines where isFunction(line) {
      let indentation = line.prefix { $0 == " " }
      guard let end = lines.dropFirst(number).first(where: { $0.line == "\(indentation)}" }) else { continue }
      lengths.append((number, end.number - number + 1))
    }
    return lengths
  }

  private static func isFunction(_ line: Substring) -> Bool {
    let words = line.split(separator: " ")
    return words.contains("func") || words.contains { $0.hasPrefix("init(") || $0.hasPrefix("init<") }
  }
}
