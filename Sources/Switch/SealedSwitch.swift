import AWSWire
import ConnectAPI
package import Vocabulary

/// What the switch answers until the keep is open for the first time: it has no key to what its own database holds, and nobody
/// could be verified.
package enum SealedSwitch {
  private static let message = "The contact centre is sealed until its operator opens it. Try again later."

  /// In the form of the interface that was asked.
  package static func respond(to request: WireRequest, requestID: String) -> WireResponse {
    if request.rawPath.hasPrefix(DeskEndpoint.path) { return DeskEndpoint.problem(503, "ServiceUnavailable", message) }
    let error = WireError(code: ConnectError.Code.serviceUnavailable.rawValue, message: message, status: 503)
    guard request.rawPath.hasPrefix(ParticipantEndpoint.path) else {
      return error.restJSON(ConnectDescription.service, requestID: requestID)
    }
    if request.method == "OPTIONS" { return CrossOrigin.preflight }
    return CrossOrigin.allowed(error.restJSON(ConnectDescription.participantService, requestID: requestID))
  }

  package static func upgrade(_ request: WireRequest, requestID: String) -> SocketVerdict {
    .refuse(respond(to: request, requestID: requestID))
  }
}
