/// What is to be done.
struct Orders: Decodable {
  let port: UInt16
  /// A whole signed request that starts a task.
  let request: String
  let starters: Int
  let backlog: Int
  let seconds: Double
  /// The status in which agents take contacts.
  let available: String
  /// One an agent.
  let tokens: [String]
}
