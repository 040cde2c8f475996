/// Why a call had no answer. It says nothing of what was sent.
package enum OutboundProblem: Error, Sendable, Hashable, CustomStringConvertible {
  case badURL(String)
  case timedOut
  case unreachable
  case answerTooLarge

  package var description: String {
    switch self {
    case .badURL(let reason): reason
    case .timedOut: "no answer came in time"
    case .unreachable: "the endpoint cannot be reached, or its certificate is not trusted"
    case .answerTooLarge: "the answer is too large"
    }
  }
}
