import NIOCore
import NIOHTTP1

#if canImport(Glibc)
  import Glibc
#endif

/// Writes responses as HTTP/1.1 (RFC 9112 4), head and body in one buffer.
struct ResponseWriting {
  private var dateSecond: time_t = 0
  private var dateLine = ""

  /// What a response's form depends on in its request.
  struct Frame {
    let isHEAD: Bool
    let isHTTP11: Bool
    let closes: Bool
  }

  mutating func write(_ response: HTTPResponse, _ frame: Frame, into buffer: inout ByteBuffer) {
    let response = response.isSendable ? response : HTTPResponse(status: 500, text: "Internal Server Error")
    let bodyBytes = response.body.count
    buffer.reserveCapacity(minimumWritableBytes: 256 + 64 * response.headers.count + (frame.isHEAD ? 0 : bodyBytes))
    buffer.writeStatusLine(response.status)
    for (name, value) in response.headers where !Self.isOurs(name) { buffer.writeHeader(name, value) }
    // RFC 9110 8.6: none for 204; for 304 it would have to be that of the response not sent.
    if response.status != 204, response.status != 304 {
      buffer.writeHeader("content-length", Self.contentLength(response, frame))
    }
    if frame.closes {
      buffer.writeString("connection: close\r\n")
    } else if !frame.isHTTP11 {
      buffer.writeString("connection: keep-alive\r\n")
    }
    refreshDate()
    buffer.writeString(dateLine)
    if !frame.isHEAD, response.status != 204, response.status != 304 { buffer.writeBytes(response.body) }
  }

  private static func contentLength(_ response: HTTPResponse, _ frame: Frame) -> String {
    if frame.isHEAD, response.body.isEmpty,
      let stated = response.headers.first(where: { $0.name.lowerCaseASCII == "content-length" })?.value,
      UInt64(stated) != nil
    {
      return stated
    }
    return String(response.body.count)
  }

  private static func isOurs(_ name: String) -> Bool {
    switch name.utf8.count {
    case 4: name.lowerCaseASCII == "date"
    case 10: name.lowerCaseASCII == "connection"
    case 14: name.lowerCaseASCII == "content-length"
    case 17: name.lowerCaseASCII == "transfer-encoding"
    default: false
    }
  }

  /// RFC 9110 6.6.1 with the form of 5.6.7, and the empty line; made anew once a second.
  private mutating func refreshDate() {
    var now = time(nil)
    guard now != dateSecond || dateLine.isEmpty else { return }
    dateSecond = now
    var parts = unsafe tm()
    unsafe gmtime_r(&now, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : String(number) }
    let day = unsafe ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][Int(parts.tm_wday)]
    let month = unsafe ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][Int(parts.tm_mon)]
    let clock = unsafe "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
    dateLine = unsafe "date: \(day), \(two(parts.tm_mday)) \(month) \(1900 + parts.tm_year) \(clock) GMT\r\n\r\n"
  }
}

extension HTTPResponse {
  var asksClose: Bool {
    headers.contains { $0.name.lowerCaseASCII == "connection" && $0.value.lowerCaseASCII == "close" }
  }

  /// RFC 9110 5.1 and 5.5: names are tokens, values hold no control character; a line end would start a header of an attacker's.
  fileprivate var isSendable: Bool {
    (200...599).contains(status)
      && headers.allSatisfy { name, value in
        !name.isEmpty && name.utf8.allSatisfy(Self.isTokenByte) && value.utf8.allSatisfy(Self.isFieldByte)
      }
  }

  private static func isFieldByte(_ byte: UInt8) -> Bool { (byte >= 0x20 && byte != 0x7F) || byte == 0x09 }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
    default: false
    }
  }
}

extension ByteBuffer {
  fileprivate mutating func writeStatusLine(_ status: Int) {
    if status == 200 {
      writeStaticString("HTTP/1.1 200 OK\r\n")
    } else {
      writeString("HTTP/1.1 \(status) \(HTTPResponseStatus(statusCode: status).reasonPhrase)\r\n")
    }
  }

  mutating func writeHeader(_ name: String, _ value: String) {
    writeString(name)
    writeStaticString(": ")
    writeString(value)
    writeStaticString("\r\n")
  }
}
