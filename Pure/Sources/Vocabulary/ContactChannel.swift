/// How a contact reaches the contact centre, in the words of Connect's API.
public enum ContactChannel: String, Sendable, Hashable, CaseIterable, Codable {
  case voice = "VOICE"
  case chat = "CHAT"
  case task = "TASK"
  case email = "EMAIL"
}
