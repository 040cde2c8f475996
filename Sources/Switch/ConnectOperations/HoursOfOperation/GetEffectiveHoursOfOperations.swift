import ConnectAPI
import HoursOfOperation
import Vocabulary

/// Tells the hours of each date in a range with the overrides applied, and which overrides had a say.
struct GetEffectiveHoursOfOperations: ReadOperation {
  static let rule: OperationRule<GetEffectiveHoursOfOperationsRequest> = OperationRule(
    action: "connect:GetEffectiveHoursOfOperations",
    resources: { [$1.arn("operating-hours", $0.hoursOfOperationId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "HoursOfOperationId", "FromDate", "ToDate"]),
    refuses: [])

  /// Dates that one answer may hold: the operation has no pages.
  private static let daysMax = 366

  func perform(
    _ input: GetEffectiveHoursOfOperationsRequest, _ call: ReadCall
  ) throws -> GetEffectiveHoursOfOperationsResponse {
    let hours = try call.find(.hoursOfOperation, input.hoursOfOperationId, in: input.instanceId).document
    let dates = try Self.dates(input)
    let calendar = try HoursOfOperations.calendar(of: hours, call)
    let overrides = dates.map { date in
      EffectiveOverrideHours(date: date.description, overrideHours: calendar.contributions(on: date).map(Self.overrideHour))
    }
    return GetEffectiveHoursOfOperationsResponse(
      effectiveHoursOfOperationList: dates.map { date in
        EffectiveHoursOfOperations(
          date: date.description, operationalHours: calendar.openMinutes(on: date).map(Self.operationalHour))
      },
      effectiveOverrideHoursList: overrides.filter { $0.overrideHours?.isEmpty == false }, timeZone: hours.hours.timeZone)
  }

  private static func dates(_ input: GetEffectiveHoursOfOperationsRequest) throws -> [CivilDate] {
    let first = try Overrides.date(input.fromDate, "FromDate").daysSinceEpoch
    let last = try Overrides.date(input.toDate, "ToDate").daysSinceEpoch
    guard first <= last else { throw ConnectError(.invalidParameter, "ToDate: is before FromDate.") }
    guard last - first < daysMax else {
      throw ConnectError(.invalidParameter, "ToDate: one request may ask for \(daysMax) dates at most.")
    }
    return (first...last).map(CivilDate.init(daysSinceEpoch:))
  }

  private static func operationalHour(_ minutes: Range<Int>) -> OperationalHour {
    OperationalHour(start: timeSlice(minutes.lowerBound), end: timeSlice(minutes.upperBound))
  }

  private static func overrideHour(_ contribution: HoursCalendar.Contribution) -> OverrideHour {
    OverrideHour(
      start: timeSlice(contribution.span.startMinute), end: timeSlice(contribution.span.endMinute),
      overrideName: contribution.overrideName, operationalStatus: contribution.isOpen ? .open : .closed)
  }

  /// The end of a day is written as 00:00, as in Config.
  private static func timeSlice(_ minute: Int) -> OverrideTimeSlice {
    OverrideTimeSlice(hours: minute / 60 % 24, minutes: minute % 60)
  }
}
