import Vocabulary

/// On which dates of its range an override applies.
public struct Recurrence: Sendable, Hashable {
  public enum Frequency: Sendable, Hashable { case weekly, monthly, yearly }

  /// Which day of a month.
  enum DayOfMonth: Sendable, Hashable {
    /// 1 to 31; a month without it is passed over.
    case day(Int)
    case lastDay
    /// The 1st to 4th of the weekday that the override's hours name.
    case weekday(Int)
    case lastWeekday
  }

  private enum Pattern: Sendable, Hashable {
    case weekly
    case monthly(DayOfMonth)
    case yearly(month: Int, DayOfMonth)
  }

  private let pattern: Pattern
  private let interval: Int

  /// - Parameters:
  ///   - interval: 1 to 6 weeks, months or years from one occurrence to the next, counted from the override's first date. A week
  ///     begins on Monday (RFC 5545, section 3.3.10, WKST).
  ///   - byMonth: for `yearly` alone, one month.
  ///   - byMonthDay: for `monthly` and `yearly`, one day; -1 is the last of the month.
  ///   - byWeekdayOccurrence: instead of `byMonthDay`: the 1st to 4th, or with -1 the last, of a weekday in its month.
  public init(
    frequency: Frequency, interval: Int, byMonth: [Int], byMonthDay: [Int], byWeekdayOccurrence: [Int]
  ) throws(HoursProblem) {
    guard (1...6).contains(interval) else { throw Self.problem(.outOfRange, "Interval", "must be 1 to 6") }
    self.interval = interval
    let month = try Self.one(byMonth, "ByMonth", in: 1...12)
    let day = try Self.dayOfMonth(byMonthDay, byWeekdayOccurrence)
    switch frequency {
    case .weekly:
      guard day == nil else {
        throw Self.problem(.contradiction, byMonthDay.isEmpty ? "ByWeekdayOccurrence" : "ByMonthDay", "is not for WEEKLY")
      }
      pattern = .weekly
    case .monthly, .yearly:
      guard let day else { throw Self.problem(.incomplete, "ByMonthDay", "or ByWeekdayOccurrence is needed unless WEEKLY") }
      if frequency == .yearly {
        guard let month else { throw Self.problem(.incomplete, "ByMonth", "is needed for YEARLY") }
        pattern = .yearly(month: month, day)
      } else {
        pattern = .monthly(day)
      }
    }
    guard month == nil || frequency == .yearly else { throw Self.problem(.contradiction, "ByMonth", "is for YEARLY alone") }
  }

  /// Whether the weekday that the hours name takes part in the pattern.
  var needsWeekday: Bool {
    switch pattern {
    case .weekly: false
    case .monthly(let day), .yearly(_, let day):
      switch day {
      case .weekday, .lastWeekday: true
      case .day, .lastDay: false
      }
    }
  }

  func includes(_ date: CivilDate, countedFrom first: CivilDate) -> Bool {
    switch pattern {
    case .weekly: (date.mondayDay - first.mondayDay) / 7 % Int64(interval) == 0
    case .monthly(let day): (date.monthNumber - first.monthNumber) % interval == 0 && day.includes(date)
    case .yearly(let month, let day): (date.year - first.year) % interval == 0 && date.month == month && day.includes(date)
    }
  }
}

extension Recurrence {
  private static func dayOfMonth(_ byMonthDay: [Int], _ byWeekdayOccurrence: [Int]) throws(HoursProblem) -> DayOfMonth? {
    guard byMonthDay.isEmpty || byWeekdayOccurrence.isEmpty else {
      throw problem(.contradiction, "ByMonthDay", "and ByWeekdayOccurrence exclude each other")
    }
    if let day = try one(byMonthDay, "ByMonthDay", in: -1...31) {
      guard day != 0 else { throw problem(.outOfRange, "ByMonthDay", "must be 1 to 31, or -1 for the last") }
      return day == -1 ? .lastDay : .day(day)
    }
    if let occurrence = try one(byWeekdayOccurrence, "ByWeekdayOccurrence", in: -1...4) {
      guard occurrence != 0 else { throw problem(.outOfRange, "ByWeekdayOccurrence", "must be 1 to 4, or -1 for the last") }
      return occurrence == -1 ? .lastWeekday : .weekday(occurrence)
    }
    return nil
  }

  private static func one(_ values: [Int], _ member: String, in limits: ClosedRange<Int>) throws(HoursProblem) -> Int? {
    guard values.count <= 1 else { throw problem(.tooMany, member, "takes one value") }
    guard let value = values.first else { return nil }
    guard limits.contains(value) else {
      throw problem(.outOfRange, member, "must be \(limits.lowerBound) to \(limits.upperBound)")
    }
    return value
  }

  private static func problem(_ code: HoursProblem.Code, _ member: String, _ reason: String) -> HoursProblem {
    HoursProblem(code, "RecurrenceConfig.RecurrencePattern.\(member)", reason)
  }
}

extension Recurrence.DayOfMonth {
  func includes(_ date: CivilDate) -> Bool {
    switch self {
    case .day(let day): date.day == day
    case .lastDay: date.day == date.daysInMonth
    case .weekday(let occurrence): (date.day - 1) / 7 + 1 == occurrence
    case .lastWeekday: date.day + 7 > date.daysInMonth
    }
  }
}

extension CivilDate {
  fileprivate var mondayDay: Int64 { daysSinceEpoch - Int64(weekday - 1) }
  fileprivate var monthNumber: Int { year * 12 + month - 1 }

  fileprivate var daysInMonth: Int {
    // The day 31 days after the first lies in the next month, on the day by which this month is short of 31, plus one.
    let overshoot = CivilDate(daysSinceEpoch: daysSinceEpoch - Int64(day - 1) + 31)
    return 32 - overshoot.day
  }
}
