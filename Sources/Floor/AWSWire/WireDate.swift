package import Vocabulary

/// The two texts of a time that rest-json has outside bodies (Smithy, "timestampFormat"): http-date in headers, date-time in
/// queries.
package enum WireDate {
  private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// Reads `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 5.6.7, IMF-fixdate alone). nil for anything else, a wrong day of the week
  /// included.
  package static func httpDate(_ text: String) -> Moment? {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard text.utf8.count == 29, parts.count == 6, parts[5] == "GMT", parts[0].hasSuffix(","),
      let weekday = days.firstIndex(of: String(parts[0].dropLast())), let month = months.firstIndex(of: String(parts[2])),
      let day = number(parts[1], digits: 2), let year = number(parts[3], digits: 4),
      let date = CivilDate(year: year, month: month + 1, day: day), date.weekday == weekday + 1,
      let second = secondOfDay(parts[4])
    else { return nil }
    return Moment(seconds: date.daysSinceEpoch * 86_400 + second)
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`.
  package static func httpText(_ moment: Moment) -> String {
    let whole = moment.wholeSeconds
    let day = (whole >= 0 ? whole : whole - 86_399) / 86_400
    let (date, second) = (CivilDate(daysSinceEpoch: day), Int(whole - day * 86_400))
    let time = [second / 3_600, second / 60 % 60, second % 60].map { padded($0, 2) }.joined(separator: ":")
    return "\(days[date.weekday - 1]), \(padded(date.day, 2)) \(months[date.month - 1]) \(padded(date.year, 4)) \(time) GMT"
  }

  private static func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }

  /// Reads `1994-11-06T08:49:37.250Z` (RFC 3339 5.6): in UTC, with a fraction of a second of up to nine digits or without.
  static func dateTime(_ text: String) -> Moment? {
    let halves = text.split(separator: "T", omittingEmptySubsequences: false)
    guard halves.count == 2, halves[1].hasSuffix("Z"), let date = CivilDate(String(halves[0])) else { return nil }
    let time = halves[1].dropLast().split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let second = secondOfDay(time[0]), let fraction = time.count == 1 ? 0 : microseconds(time[1]) else { return nil }
    return Moment(microseconds: (date.daysSinceEpoch * 86_400 + second) * 1_000_000 + fraction)
  }

  /// Of `hh:mm:ss`. A leap second has no place in POSIX time and is refused.
  private static func secondOfDay(_ text: Substring) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, let hour = number(parts[0], digits: 2), let minute = number(parts[1], digits: 2),
      let second = number(parts[2], digits: 2), hour < 24, minute < 60, second < 60
    else { return nil }
    return Int64(hour * 3_600 + minute * 60 + second)
  }

  private static func microseconds(_ text: Substring) -> Int64? {
    guard let fraction = number(text, digits: text.utf8.count), (1...9).contains(text.utf8.count) else { return nil }
    let padded = (text + "000000").prefix(6)
    return fraction == 0 ? 0 : Int64(padded)
  }

  private static func number(_ text: Substring, digits: Int) -> Int? {
    guard text.utf8.count == digits, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }
}
