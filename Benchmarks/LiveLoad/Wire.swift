import Glibc

struct Broken: Error, CustomStringConvertible { let description: String }

/// One connection that never waits.
struct Wire {
  let descriptor: Int32
  private(set) var received: [UInt8] = []
  /// What of `received` has been dealt with.
  var taken = 0

  init(port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe connect(descriptor, $0, size) }
    }
    guard status == 0 else { throw Broken(description: "cannot connect: \(errno)") }
    var one: Int32 = 1
    unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
  }

  /// What is sent is small: it fits into the socket's buffer.
  func send(_ bytes: [UInt8]) throws {
    let count = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    guard count == bytes.count else { throw Broken(description: "cannot send: \(errno)") }
  }

  /// Takes what has come, at most so much of it.
  mutating func receive(_ bytesMax: Int = 64 * 1024) throws {
    if taken > 0 {
      received.removeFirst(taken)
      taken = 0
    }
    let before = received.count
    received.append(contentsOf: repeatElement(0, count: bytesMax))
    let count = unsafe received.withUnsafeMutableBytes { bytes in
      unsafe read(descriptor, bytes.baseAddress?.advanced(by: before), bytesMax)
    }
    received.removeLast(bytesMax - max(0, count))
    guard count > 0 else { throw Broken(description: "the server has closed a connection") }
  }

  /// The place after a text, in what has not been taken.
  func end(of text: [UInt8], from start: Int? = nil, to limit: Int? = nil) -> Int? {
    let (from, to) = (start ?? taken, limit ?? received.count)
    return unsafe received.withUnsafeBytes { bytes in
      unsafe text.withUnsafeBytes { wanted in
        guard let base = bytes.baseAddress, let needle = wanted.baseAddress, to - from >= wanted.count else { return nil }
        // Looked for by its last byte but one, which is rarer in JSON than the quotation mark that most of them begin with.
        let (mark, place) = unsafe (wanted[wanted.count - 2], wanted.count - 2)
        var at = from + place
        while at < to - 1 {
          if unsafe bytes[at] == mark, unsafe memcmp(base + at - place, needle, wanted.count) == 0 {
            return at - place + wanted.count
          }
          at += 1
        }
        return nil
      }
    }
  }

  /// The text from a place to a quotation mark.
  func text(at place: Int) -> String {
    String(decoding: received[place...].prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
  }
}
