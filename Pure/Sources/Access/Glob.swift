/// A pattern of the policy language, compiled once: `*` is any run of characters, `?` one character.
struct Glob: Sendable, Hashable {
  private enum Token: Sendable, Hashable {
    case literal(UInt8)
    case one
    case run
  }

  private let tokens: [Token]
  /// The whole text, where the pattern has no wildcard at all.
  private let literal: [UInt8]?

  /// - Parameter wildcards: false takes `*` and `?` as themselves.
  init(_ text: String, wildcards: Bool) {
    let bytes = Array(text.utf8)
    tokens = bytes.map { byte in
      switch byte {
      case UInt8(ascii: "*") where wildcards: .run
      case UInt8(ascii: "?") where wildcards: .one
      default: .literal(byte)
      }
    }
    literal = tokens.contains { if case .literal = $0 { false } else { true } } ? nil : bytes
  }

  init(parts: [(text: String, isLiteral: Bool)]) {
    tokens = parts.flatMap { Glob($0.text, wildcards: !$0.isLiteral).tokens }
    literal = nil
  }

  /// Whether it is runs alone, and so matches every text.
  var isEverything: Bool { !tokens.isEmpty && tokens.allSatisfy { if case .run = $0 { true } else { false } } }

  /// Matches in time proportional to the product of both lengths at worst: a failed run is retried from its last star alone.
  func matches(_ text: [UInt8]) -> Bool {
    if let literal { return literal == text }
    var (at, token) = (0, 0)
    var retry: (at: Int, token: Int)?
    while at < text.count {
      if token < tokens.count, case .run = tokens[token] {
        retry = (at, token)
        token += 1
      } else if token < tokens.count, fits(tokens[token], text[at]) {
        at += width(tokens[token], text, at)
        token += 1
      } else if let last = retry {
        retry = (last.at + 1, last.token)
        (at, token) = (last.at + 1, last.token + 1)
      } else {
        return false
      }
    }
    return tokens[token...].allSatisfy { if case .run = $0 { true } else { false } }
  }

  private func fits(_ token: Token, _ byte: UInt8) -> Bool {
    switch token {
    case .literal(let expected): expected == byte
    case .one: true
    case .run: false
    }
  }

  /// A `?` takes a whole character of UTF-8.
  private func width(_ token: Token, _ text: [UInt8], _ at: Int) -> Int {
    guard case .one = token else { return 1 }
    var width = 1
    while at + width < text.count, text[at + width] & 0xC0 == 0x80 { width += 1 }
    return width
  }
}
