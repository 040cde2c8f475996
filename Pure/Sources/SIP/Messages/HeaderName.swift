/// The headers that have a meaning here. Any other is kept and can be read by its name.
public enum HeaderName: UInt8, Sendable, Hashable, CaseIterable {
  case via, from, to, callID, cSeq, maxForwards, contact, contentLength, contentType, contentEncoding, contentDisposition
  case route, recordRoute, path, serviceRoute
  case require, proxyRequire, supported, unsupported, allow, accept, allowEvents
  case expires, minExpires, date, retryAfter, warning, reason, userAgent, server, subject
  case wwwAuthenticate, proxyAuthenticate, authorization, proxyAuthorization, authenticationInfo
  case event, subscriptionState, referTo, referredBy, replaces, sessionExpires, minSE
  case assertedIdentity, preferredIdentity, calledPartyID, privacy, diversion, historyInfo
  case other

  /// The name as it is written.
  public var text: String { String(decoding: Self.texts[Int(rawValue)], as: UTF8.self) }
  var octets: [UInt8] { Self.texts[Int(rawValue)] }

  /// Whether a message has it once at most, and more would leave open what is meant.
  public var isSingle: Bool {
    switch self {
    case .from, .to, .callID, .cSeq, .maxForwards, .contentLength, .contentType, .contentDisposition, .expires, .minExpires,
      .event, .subscriptionState, .referTo, .referredBy, .replaces, .sessionExpires, .minSE, .date, .retryAfter:
      true
    default: false
    }
  }

  /// The header of that name, whatever its case, or of that compact form; `other` for one without a meaning here.
  public init(_ name: ArraySlice<UInt8>) {
    if name.count == 1, let letter = name.first {
      self = Self.compact(letter.lowercased)
    } else {
      let candidates = name.count < Self.byLength.count ? Self.byLength[name.count] : []
      self = candidates.first { Self.texts[Int($0.rawValue)].isSame(ignoringCase: name) } ?? .other
    }
  }

  private static func compact(_ letter: UInt8) -> HeaderName {
    switch letter {
    case UInt8(ascii: "b"): .referredBy
    case UInt8(ascii: "c"): .contentType
    case UInt8(ascii: "e"): .contentEncoding
    case UInt8(ascii: "f"): .from
    case UInt8(ascii: "i"): .callID
    case UInt8(ascii: "k"): .supported
    case UInt8(ascii: "l"): .contentLength
    case UInt8(ascii: "m"): .contact
    case UInt8(ascii: "o"): .event
    case UInt8(ascii: "r"): .referTo
    case UInt8(ascii: "s"): .subject
    case UInt8(ascii: "t"): .to
    case UInt8(ascii: "u"): .allowEvents
    case UInt8(ascii: "v"): .via
    case UInt8(ascii: "x"): .sessionExpires
    default: .other
    }
  }

  /// In the order of the cases.
  private static let texts: [[UInt8]] = [
    "Via", "From", "To", "Call-ID", "CSeq", "Max-Forwards", "Contact", "Content-Length", "Content-Type", "Content-Encoding",
    "Content-Disposition", "Route", "Record-Route", "Path", "Service-Route", "Require", "Proxy-Require", "Supported",
    "Unsupported", "Allow", "Accept", "Allow-Events", "Expires", "Min-Expires", "Date", "Retry-After", "Warning", "Reason",
    "User-Agent", "Server", "Subject", "WWW-Authenticate", "Proxy-Authenticate", "Authorization", "Proxy-Authorization",
    "Authentication-Info", "Event", "Subscription-State", "Refer-To", "Referred-By", "Replaces", "Session-Expires", "Min-SE",
    "P-Asserted-Identity", "P-Preferred-Identity", "P-Called-Party-ID", "Privacy", "Diversion", "History-Info", "",
  ].map { Array($0.utf8) }

  private static let byLength: [[HeaderName]] = {
    var lists: [[HeaderName]] = Array(repeating: [], count: 24)
    for name in allCases where name != .other { lists[texts[Int(name.rawValue)].count].append(name) }
    return lists
  }()
}
