/// Why something of telephony's is not made.
package struct TelephonyProblem: Error, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable {
    case invalid, notThere, taken
  }

  package let code: Code
  package let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { message }
}
