import Vocabulary

/// The dates that conditions take: seconds since 1970, or ISO 8601 (W3C's profile): a date, or a date with a time in UTC or an
/// offset.
enum PolicyDate {
  /// Seconds since 1970; nil for what is no date.
  static func seconds(_ text: String) -> Double? {
    if let number = PolicyNumber.value(text) { return number }
    let sides = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    guard let date = CivilDate(String(sides[0])) else { return nil }
    let day = Double(date.daysSinceEpoch) * 86_400
    guard sides.count == 2 else { return day }
    return time(sides[1]).map { day + $0 }
  }

  /// `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fff`, then `Z` or an offset `+hh:mm`.
  private static func time(_ text: Substring) -> Double? {
    guard let zone = text.firstIndex(where: { $0 == "Z" || $0 == "+" || $0 == "-" }), let offset = offset(text[zone...]) else {
      return nil
    }
    let fields = text[..<zone].split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(fields.count), fields[0].count == 2, fields[1].count == 2, let hour = digits(fields[0]), hour < 24,
      let minute = digits(fields[1]), minute < 60
    else { return nil }
    guard fields.count == 3 else { return Double(hour * 3_600 + minute * 60) - offset }
    guard let second = seconds(fields[2]), second < 60 else { return nil }
    return Double(hour * 3_600 + minute * 60) + second - offset
  }

  /// Two digits, and perhaps a fraction.
  private static func seconds(_ text: Substring) -> Double? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts[0].count == 2, parts.count <= 2, parts.allSatisfy({ digits($0) != nil }) else { return nil }
    return Double(text)
  }

  private static func offset(_ text: Substring) -> Double? {
    if text == "Z" { return 0 }
    let fields = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    guard fields.map(\.count) == [2, 2], let hour = digits(fields[0]), hour < 24, let minute = digits(fields[1]), minute < 60
    else { return nil }
    return Double(hour * 3_600 + minute * 60) * (text.hasPrefix("-") ? -1 : 1)
  }

  private static func digits(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }
}

/// The numbers that conditions take: decimal, with a fraction or an exponent or without.
enum PolicyNumber {
  /// nil for what is no finite decimal number; Swift would read `nan`, `inf` and `0x1p4` too.
  static func value(_ text: String) -> Double? {
    let isDecimal = text.utf8.allSatisfy { byte in (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte) }
    guard isDecimal, let number = Double(text), number.isFinite else { return nil }
    return number
  }
}
