import FlowEngine

/// Keys that are gathered for one question of a flow.
struct DigitInput: Sendable {
  let token: Int
  let contactID: String
  let request: InputRequest
  private(set) var digits = ""

  init(token: Int, contactID: String, _ request: InputRequest) {
    self.token = token
    self.contactID = contactID
    self.request = request
  }

  enum Outcome: Equatable {
    case goesOn
    case complete(String)
  }

  /// A star takes back all that was pressed, where the flow lets it; the terminator ends it.
  mutating func press(_ key: Character) -> Outcome {
    if request.isCancelKeyEnabled, key == "*" {
      digits = ""
      return .goesOn
    }
    digits.append(key)
    if !request.terminator.isEmpty, digits.hasSuffix(request.terminator) {
      return .complete(String(digits.dropLast(request.terminator.count)))
    }
    return digits.count >= request.digitsMax ? .complete(digits) : .goesOn
  }

  /// After silence: what was pressed is the input; nothing is none.
  var atSilence: String? { digits.isEmpty ? nil : digits }

  /// How long silence may last now, in seconds.
  var patienceSeconds: Int { digits.isEmpty ? request.timeLimitSeconds : request.interdigitSeconds }
}
