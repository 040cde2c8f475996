import ConnectAPI
import Foundation
import Vocabulary

/// The time zones that hours of operation may be in: those of the IANA database on this machine.
enum TimeZones {
  /// - Throws: InvalidParameterException naming TimeZone.
  static func check(_ name: String) throws {
    guard zone(name) != nil else {
      throw ConnectError(.invalidParameter, "TimeZone: \(name) is no time zone of the IANA database, such as Europe/London.")
    }
  }

  /// How far the clocks of a zone are ahead of UTC at a moment, in seconds; nil when there is no such zone.
  static func offsetSeconds(in name: String) -> ((Moment) -> Int)? {
    zone(name).map { zone in { zone.secondsFromGMT(for: Date(timeIntervalSince1970: $0.seconds)) } }
  }

  /// The names of three letters that the database has.
  private static let short: Set<String> = [
    "CET", "EET", "EST", "GMT", "HST", "MET", "MST", "PRC", "ROC", "ROK", "UCT", "UTC", "WET",
  ]

  /// Foundation also takes fixed offsets such as GMT+3, and abbreviations such as PST, which the database does not have.
  private static func zone(_ name: String) -> TimeZone? {
    guard short.contains(name) || name.count > 3 && !name.hasPrefix("GMT") else { return nil }
    return TimeZone(identifier: name)
  }
}
