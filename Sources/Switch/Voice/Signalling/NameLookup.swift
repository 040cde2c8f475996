import CResolver
import SIP

/// What the system's resolver says of a name. It waits for answers, seconds where nobody gives one: for threads that may.
///
/// An answer is nil where nobody could say, and empty where there is nothing.
enum NameLookup {
  private static let textBytesMax = 16_384

  static func services(_ name: String) -> [ServiceRecord]? {
    let found = unsafe lines { unsafe cresolver_services(name, $0, $1) }
    return found?.prefix(VoiceLimits.serversMax).compactMap { ServiceRecord($0) }
  }

  static func addresses(_ name: String, isIPv6: Bool) -> [String]? {
    let family = isIPv6 ? cresolver_ipv6 : cresolver_ipv4
    let found = unsafe lines { unsafe cresolver_addresses(name, Int32(family), $0, $1) }
    return found?.prefix(VoiceLimits.addressesMax).map(String.init)
  }

  private static func lines(_ ask: (UnsafeMutablePointer<CChar>?, Int) -> Int32) -> [Substring]? {
    var isAnswered = false
    let text = unsafe String(unsafeUninitializedCapacity: textBytesMax) { buffer in
      unsafe buffer.withMemoryRebound(to: CChar.self) { text in
        isAnswered = unsafe ask(text.baseAddress, text.count) >= 0
        return unsafe text.firstIndex(of: 0) ?? 0
      }
    }
    return isAnswered ? text.split(separator: "\n") : nil
  }
}
