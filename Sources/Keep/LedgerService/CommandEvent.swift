import ConnectAPI
import Foundation
package import Vocabulary

extension KeepProcess {
  /// Puts on record, before it is done, what a person with access to the machine does by a command.
  /// - Parameter errorCode: of what did not succeed; nil for what is done.
  package func recordCommand(_ name: String, _ parameters: JSON, errorCode: String?) async throws {
    try await log.append([commandEvent(name, parameters, errorCode: errorCode)])
  }

  func commandEvent(_ name: String, _ parameters: JSON, errorCode: String?) -> JSON {
    let place = configuration.place
    let event: [(String, JSON)] = [
      ("eventVersion", "1.11"), ("userIdentity", ["type": "Operator", "userName": .string(NSUserName())]),
      ("eventTime", .string(configuration.now().rfc3339)), ("eventSource", "switchkeep"), ("eventName", .string(name)),
      ("awsRegion", .string(place.region)), ("sourceIPAddress", "localhost"), ("requestParameters", parameters),
      ("eventID", .string(configuration.newID())), ("eventType", "Command"), ("recipientAccountId", .string(place.account)),
    ]
    let outcome = errorCode.map { [("errorCode", JSON.string($0))] } ?? []
    return .object(event + outcome)
  }
}
