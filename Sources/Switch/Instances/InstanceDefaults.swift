import ConnectAPI

/// What Connect makes in every new instance.
enum InstanceDefaults {
  static func make(in instance: String, _ call: WriteCall) throws {
    let hours = try HoursOfOperations.makeBasicHours(in: instance, call)
    let queue = try Queues.makeBasicQueue(hours: hours, in: instance, call)
    try RoutingProfiles.makeBasicRoutingProfile(queue: queue, in: instance, call)
    try AgentStatuses.makeDefaults(in: instance, call)
    let prompts = try Prompts.makeDefaults(in: instance, call)
    try ContactFlows.makeDefaults(prompts: prompts, in: instance, call)
  }
}
