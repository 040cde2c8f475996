import Foundation
import OutboundHTTP
import Vocabulary

/// Functions behind HTTPS.
struct Endpoint: Sendable {
  let outbound: OutboundHTTP
  let noun: String

  func post(
    _ call: FunctionCall, to url: String, form: FunctionBinding.Form, authority: String?, seconds: Int
  ) async throws -> [UInt8] {
    var headers = [(name: "Content-Type", value: "application/json")]
    if form == .invoke {
      headers.append((name: "X-Amz-Invocation-Type", value: call.isAsynchronous ? "Event" : "RequestResponse"))
    }
    let request = OutboundHTTP.Request(
      url: form == .json ? url : Self.service(url, call.servicePath), headers: headers, body: call.payload.bytes,
      certificateAuthority: authority)
    let answer = try await outbound.send(request, seconds: seconds, answerBytesMax: FunctionInvoker.answerBytesMax)
    guard answer.isSuccess, answer.header("X-Amz-Function-Error") == nil else {
      throw FunctionProblem("the \(noun) failed, with the status \(answer.status)")
    }
    return call.isAsynchronous ? Array("null".utf8) : answer.body
  }

  private static func service(_ url: String, _ path: String) -> String {
    (url.hasSuffix("/") ? String(url.dropLast()) : url) + path
  }
}
