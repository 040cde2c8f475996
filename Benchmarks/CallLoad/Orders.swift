/// Who calls whom.
struct Orders: Decodable {
  struct Telephone: Decodable {
    let user: String
    let password: String
  }

  /// Where SIP of the program is.
  let host: String
  let port: UInt16
  /// The trunk's address, from which calls come.
  let trunkHost: String
  let trunkPort: UInt16
  /// The number that is called, as the carrier writes it.
  let called: String
  /// One an agent.
  let telephones: [Telephone]
}

/// One line of input.
struct Command: Decodable {
  enum Verb: String, Decodable {
    /// Places so many calls and keeps them.
    case talk
    /// Places so many calls; each is hung up when both of its sides have heard the other.
    case setUp
    /// What is counted begins now.
    case measure
    /// What was counted is told.
    case report
    case hangUp
    case stop
  }

  let verb: Verb
  var calls: Int?
  var perSecond: Double?
}

struct Broken: Error, CustomStringConvertible { let description: String }
