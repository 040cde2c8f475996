import Foundation
import Hummingbird
import NIOCore

/// The yardstick of `make bench`: Hummingbird with one route that answers fixed JSON of a given size, and nothing else.
let bodyBytes = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 100
let body = ByteBuffer(
  bytes: Array(#"{"Filler":""#.utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: max(0, bodyBytes - 13)) + Array(#""}"#.utf8))

let router = Router()
router.get("/") { _, _ in
  Response(status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: body))
}
let application = Application(
  router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
  onServerRunning: { channel in
    if let port = channel.localAddress?.port {
      try? FileHandle.standardOutput.write(contentsOf: Array("ready http=http://127.0.0.1:\(port)\n".utf8))
    }
  })
try await application.runService()
