import Link
import Vocabulary

/// What the attacker knows to try: whatever a broken-in switch has seen, and what it makes up.
struct Loot: Decodable, Sendable {
  /// Ids of contacts, keys, objects, attachments, instances and users; names, tokens, ARNs, passwords.
  let texts: [String]
  /// Requests as they came, signed by whoever.
  let requests: [Request]
  /// Sealed messages, keys, JSON: each in base64.
  let blobs: [String]
  /// Files that it would like to read.
  let files: [String]
  /// Whether it has the Link.
  let speaks: Bool
  /// An instance that there is.
  let instance: String
  /// A public key whose private half the attacker has, in base64.
  let ownKey: String
  let seed: UInt64

  struct Request: Decodable, Sendable {
    let method: String
    let path: String
    let query: String
    let headers: [[String]]
    /// In base64.
    let body: String
  }
}

/// A type that the attacker makes values of: each that could open something, and combinations.
protocol Inhabited: LinkCodable {
  static func inhabitants(_ loot: Loot) -> [Self]
}

/// The same numbers for the same seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Values of a structure: every value of every member occurs, and members go together at random beyond that.
func combined<each Member: Inhabited, Root>(_ make: (repeat each Member) -> Root, _ loot: Loot) -> [Root] {
  var longest = 1
  for count in repeat (each Member).inhabitants(loot).count { longest = max(longest, count) }
  var random = Seeded(state: loot.seed)
  let lists = (repeat (each Member).inhabitants(loot))
  return (0..<2 * longest).map { number in
    // The first round goes through each list in step; the second meets at random.
    make(repeat pick(each lists, number < longest ? number : Int(random.next() >> 33)))
  }
}

private func pick<Value>(_ values: [Value], _ number: Int) -> Value { values[number % values.count] }

extension String: Inhabited {
  static func inhabitants(_ loot: Loot) -> [String] { loot.texts + ["", "%", "../keep/keep.sqlite", "' OR 1=1 --"] }
}

extension Int: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Int] { [0, 1, -1, 1_000, .max, .min] }
}

extension Bool: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Bool] { [false, true] }
}

extension UInt8: Inhabited {
  static func inhabitants(_ loot: Loot) -> [UInt8] { [0, 255] }
}

extension Moment: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Moment] { [Moment(seconds: 0), .now, Moment(seconds: 4_000_000_000)] }
}

extension JSON: Inhabited {
  /// Audit events among them: bare ones, and some that say that somebody did something.
  static func inhabitants(_ loot: Loot) -> [JSON] {
    let forged = loot.texts.enumerated().map { number, text -> JSON in
      [
        "eventID": .string("forged-\(number)"), "eventName": "GetObject", "eventSource": "s3.amazonaws.com",
        "requestID": "attack",
        "userIdentity": ["type": "IAMUser", "userName": .string(text), "arn": .string("arn:aws:iam::1:user/\(text)")],
        "attestation": .string(text),
      ]
    }
    return [.null, [:], []] + loot.texts.map { ["eventID": .string($0)] } + forged
  }
}

extension Optional: Inhabited where Wrapped: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Wrapped?] { [nil] + Wrapped.inhabitants(loot) }
}

extension Array: Inhabited where Element: Inhabited {
  static func inhabitants(_ loot: Loot) -> [[Element]] {
    if let blobs = loot.blobs.map(bytes(ofBase64:)) as? [[Element]] { return blobs + [[]] }
    let all = Element.inhabitants(loot)
    return [[], all] + all.map { [$0] }
  }
}

extension Dictionary: Inhabited where Key == String, Value: Inhabited {
  static func inhabitants(_ loot: Loot) -> [[String: Value]] {
    let values = Value.inhabitants(loot)
    return [[:]] + zip(loot.texts, values).map { [$0: $1] }
  }
}
