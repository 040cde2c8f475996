/// A span of local time that begins on some day: from 09:00 to 17:00.
///
/// An end at or before the start is on the next day, so 22:00 to 06:00 goes over midnight, and 00:00 to 00:00 is the whole day.
public struct DaySpan: Sendable, Hashable {
  public static let dayMinutes = 1_440
  public static let wholeDay = DaySpan(unchecked: 0, 0)

  /// Minutes after local midnight, 0 to 1,439.
  public let startMinute: Int
  /// Minutes after local midnight of the same or the next day, 0 to 1,439.
  public let endMinute: Int

  /// nil unless both are minutes of a day.
  public init?(startMinute: Int, endMinute: Int) {
    let day = 0..<Self.dayMinutes
    guard day.contains(startMinute), day.contains(endMinute) else { return nil }
    self.init(unchecked: startMinute, endMinute)
  }

  private init(unchecked startMinute: Int, _ endMinute: Int) {
    self.startMinute = startMinute
    self.endMinute = endMinute
  }

  /// In minutes after the midnight that the day begins with; the upper bound passes 1,440 when the span goes over midnight.
  public var minutes: Range<Int> {
    startMinute..<(endMinute > startMinute ? endMinute : endMinute + Self.dayMinutes)
  }
}
