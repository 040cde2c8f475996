import Contacts
import Vocabulary

/// Where the bytes of attachments go to and come from, each with a URL of its own.
struct AttachmentFiles: Sendable {
  static let path = "/participant/attachments/"

  let chats: ChatService

  func respond(to request: WireRequest) async -> WireResponse {
    let token = String(request.rawPath.dropFirst(Self.path.count))
    do throws(ChatProblem) {
      let (connection, attachment) = try await chats.attachment(byToken: token)
      switch request.method {
      case "PUT":
        guard request.header("content-type") == attachment.contentType else {
          throw ChatProblem(.invalid, "The content type is not the announced one.")
        }
        try await chats.put(request.body, of: attachment, connection)
        return WireResponse(status: 200, headers: [], body: [])
      case "GET":
        return file(attachment, try await chats.bytes(of: attachment, connection))
      default: return WireResponse(status: 405, headers: [WireRequest.Header(name: "allow", value: "GET, PUT")], body: [])
      }
    } catch {
      let status = error.code == .notAllowed ? 403 : error.code == .notFound ? 404 : error.code == .unavailable ? 503 : 400
      return WireResponse(
        status: status, headers: [WireRequest.Header(name: "content-type", value: "text/plain; charset=utf-8")],
        body: Array((error.message + "\n").utf8))
    }
  }

  /// As a download, whatever it is: a browser must not run what a stranger sent.
  private func file(_ attachment: Attachment, _ bytes: [UInt8]) -> WireResponse {
    WireResponse(
      status: 200,
      headers: [
        WireRequest.Header(name: "content-type", value: attachment.contentType),
        WireRequest.Header(name: "content-disposition", value: "attachment"),
        WireRequest.Header(name: "x-content-type-options", value: "nosniff"),
        WireRequest.Header(name: "cache-control", value: "no-store"),
      ], body: bytes)
  }
}
