/// Branches by whether certain hours of operation, or those of the target queue, are open now.
struct CheckHoursOfOperation: ActionBehaviour {
  let blockName = "CheckHoursOfOperation"

  func begin(_ run: inout ActionRun) -> Step {
    let hours = run.text("HoursOfOperationId")
    let isNamed = run.has("HoursOfOperationId")
    guard isNamed == (hours != nil), let isOpen = run.surroundings.isOpen(hours: hours, of: run.context.targetQueue) else {
      return .failure("there are no such hours of operation")
    }
    return .condition(isOpen ? "True" : "False")
  }
}
