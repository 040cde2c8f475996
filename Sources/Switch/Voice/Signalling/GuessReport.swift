import SIP
import Vocabulary

extension PasswordGuesses {
  /// As the ledger has it.
  var parameters: JSON {
    [
      "address": .string(host), "deviceId": .string(user ?? ""), "wrong": .string("\(wrong)"),
      "silentSeconds": .string("\(silentSeconds)"), "unreported": .string("\(unreported)"),
    ]
  }
}
