import ConnectAPI
import HoursOfOperation
import Vocabulary

extension HoursOfOperations {
  /// The calendar that some hours mean. A child takes its parents' overrides, not their weekly hours.
  static func calendar(of stored: StoredHoursOfOperation, _ call: some Lookup) throws -> HoursCalendar {
    let inherited = try parents(of: stored, call).flatMap(\.document.overrides)
    return HoursCalendar(
      weekly: try (stored.hours.config ?? []).map(weeklyHours),
      overrides: try (stored.overrides + inherited).map(Overrides.calendarOverride))
  }

  private static func weeklyHours(_ config: HoursOfOperationConfig) throws -> WeeklyHours {
    WeeklyHours(
      try Weekday(named: config.day.rawValue),
      try DaySpan(
        from: (config.startTime.hours, config.startTime.minutes), to: (config.endTime.hours, config.endTime.minutes)))
  }
}

extension Overrides {
  /// What an override of the API means in a calendar.
  /// - Throws: InvalidParameterException for what makes no sense.
  static func calendarOverride(_ override: HoursOfOperationOverride) throws -> HoursOverride {
    let first = try date(override.effectiveFrom ?? "", "EffectiveFrom")
    let last = try date(override.effectiveTill ?? "", "EffectiveTill")
    let hours = try (override.config ?? []).map(hours)
    return try explained { () throws(HoursProblem) in
      try HoursOverride(
        name: override.name ?? "", effect: effect(override.overrideType ?? .standard), from: first, till: last, hours: hours,
        recurrence: try recurrence(override.recurrenceConfig))
    }
  }

  /// - Throws: InvalidParameterException naming the member.
  static func date(_ text: String, _ member: String) throws -> CivilDate {
    guard let date = CivilDate(text) else { throw ConnectError(.invalidParameter, "\(member): \(text) is no date.") }
    return date
  }

  private static func hours(_ config: HoursOfOperationOverrideConfig) throws -> HoursOverride.Hours {
    let weekday = try config.day.map { try Weekday(named: $0.rawValue) }
    switch (config.startTime, config.endTime) {
    case (let start?, let end?):
      return HoursOverride.Hours(weekday, try DaySpan(from: (start.hours, start.minutes), to: (end.hours, end.minutes)))
    case (nil, nil): return HoursOverride.Hours(weekday, .wholeDay)
    default: throw ConnectError(.invalidParameter, "Config: StartTime and EndTime go together.")
    }
  }

  private static func effect(_ type: OverrideType) -> HoursOverride.Effect {
    switch type {
    case .standard: .replaces
    case .open: .opens
    case .closed: .closes
    }
  }

  private static func recurrence(_ config: RecurrenceConfig?) throws(HoursProblem) -> Recurrence? {
    guard let pattern = config?.recurrencePattern else { return nil }
    let frequency: Recurrence.Frequency =
      switch pattern.frequency {
      case .weekly: .weekly
      case .monthly: .monthly
      case .yearly: .yearly
      }
    return try Recurrence(
      frequency: frequency, interval: pattern.interval, byMonth: pattern.byMonth ?? [], byMonthDay: pattern.byMonthDay ?? [],
      byWeekdayOccurrence: pattern.byWeekdayOccurrence ?? [])
  }

  private static func explained<Result>(_ body: () throws(HoursProblem) -> Result) throws -> Result {
    do throws(HoursProblem) {
      return try body()
    } catch {
      throw ConnectError(.invalidParameter, "\(error.member): \(error.reason).")
    }
  }
}

extension Weekday {
  fileprivate init(named name: String) throws {
    let names = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]
    guard let index = names.firstIndex(of: name), let day = Weekday(rawValue: index + 1) else {
      throw ConnectError(.invalidParameter, "Config: \(name) is no Day.")
    }
    self = day
  }
}

extension DaySpan {
  fileprivate init(from start: (hours: Int, minutes: Int), to end: (hours: Int, minutes: Int)) throws {
    guard let span = DaySpan(startMinute: start.hours * 60 + start.minutes, endMinute: end.hours * 60 + end.minutes) else {
      throw ConnectError(.invalidParameter, "Config: StartTime and EndTime must be times of day.")
    }
    self = span
  }
}
