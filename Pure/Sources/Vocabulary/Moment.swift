/// A point in time: microseconds since 1970-01-01T00:00:00Z, leap seconds not counted (as POSIX time).
///
/// Only a host reads a clock; everything else is given a Moment.
public struct Moment: Sendable, Hashable, Comparable {
  public let microseconds: Int64

  public init(microseconds: Int64) { self.microseconds = microseconds }
  public init(seconds: Int64) { microseconds = seconds * 1_000_000 }

  public var seconds: Double { Double(microseconds) / 1_000_000 }
  public var wholeSeconds: Int64 { (microseconds >= 0 ? microseconds : microseconds - 999_999) / 1_000_000 }

  public static func < (left: Moment, right: Moment) -> Bool { left.microseconds < right.microseconds }
  public func adding(seconds: Int64) -> Moment { Moment(microseconds: microseconds + seconds * 1_000_000) }
}

extension Moment {
  /// `YYYY-MM-DDThh:mm:ssZ` (RFC 3339, whole seconds, UTC).
  public var rfc3339: String { rfc3339(milliseconds: nil) }

  /// `YYYY-MM-DDThh:mm:ss.sssZ` (RFC 3339, milliseconds, UTC).
  public var rfc3339Milliseconds: String {
    rfc3339(milliseconds: Int((microseconds - wholeSeconds * 1_000_000) / 1_000))
  }

  /// Written digit by digit, since every event has several.
  private func rfc3339(milliseconds: Int?) -> String {
    let (date, second) = dayAndSecond
    var bytes = Array(date.description.utf8)
    bytes.reserveCapacity(24)
    for (sign, number) in [("T", second / 3600), (":", second / 60 % 60), (":", second % 60)] as [(Unicode.Scalar, Int)] {
      bytes.append(UInt8(ascii: sign))
      bytes.append(digits: number, count: 2)
    }
    if let milliseconds {
      bytes.append(UInt8(ascii: "."))
      bytes.append(digits: milliseconds, count: 3)
    }
    bytes.append(UInt8(ascii: "Z"))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// `YYYYMMDDThhmmssZ`, the form of SigV4's X-Amz-Date.
  public var basicISO8601: String { String(rfc3339.filter { $0 != "-" && $0 != ":" }) }

  /// Reads `YYYYMMDDThhmmssZ`; nil for anything else, an impossible date or hour included.
  public init?(basicISO8601 text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      bytes[range].allSatisfy { (0x30...0x39).contains($0) } ? bytes[range].reduce(0) { $0 * 10 + Int($1) - 0x30 } : nil
    }
    guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8), let hour = number(9..<11),
      let minute = number(11..<13), let second = number(13..<15), hour < 24, minute < 60, second < 60,
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    self.init(seconds: date.daysSinceEpoch * 86_400 + Int64(hour * 3600 + minute * 60 + second))
  }

  /// Reads `YYYY-MM-DDThh:mm:ssZ`, whole seconds alone; nil for anything else.
  public init?(rfc3339 text: String) {
    guard text.utf8.count == 20 else { return nil }
    self.init(basicISO8601: String(text.filter { $0 != "-" && $0 != ":" }))
  }

  private var dayAndSecond: (CivilDate, Int) {
    let whole = wholeSeconds
    let day = (whole >= 0 ? whole : whole - 86_399) / 86_400
    return (CivilDate(daysSinceEpoch: day), Int(whole - day * 86_400))
  }
}

extension [UInt8] {
  /// A number that is not negative, as so many decimal digits.
  mutating func append(digits number: Int, count: Int) {
    var divisor = 1
    for _ in 1..<count { divisor *= 10 }
    while divisor > 0 {
      append(0x30 + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }
}
