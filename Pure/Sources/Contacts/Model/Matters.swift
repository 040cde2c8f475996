/// What is particular to a task.
public struct TaskDetails: Sendable, Hashable, Codable {
  public internal(set) var templateID: String?
  public internal(set) var isPaused = false
}

/// A call, as far as the contact knows it; the Telephony port does the rest.
public struct Call: Sendable, Hashable, Codable {
  public internal(set) var isCustomerConnected: Bool
  /// The parties of the conversation: the customer, agents by contact, third parties.
  public internal(set) var thirdParty: ThirdParty?
  public internal(set) var isCustomerOnHold = false
  /// nil as long as the API has asked nothing of it.
  public internal(set) var recording: CallRecording?

  public struct ThirdParty: Sendable, Hashable, Codable {
    public let token: Int
    public let number: String
    public var isConnected = false
    /// For one whom the agent's telephone gives the customer to.
    public internal(set) var referral: Referral?
  }

  /// The agent leaves as soon as the third party has answered.
  public struct Referral: Sendable, Hashable, Codable {
    /// The customer was on hold already, and stays so when nobody answers.
    public let wasOnHold: Bool
    /// The telephone has hung up, on being told that the transfer is under way.
    public var isAbandoned = false
  }
}

/// A promise to call somebody back.
public struct Callback: Sendable, Hashable, Codable {
  public let number: String
  public let attemptsMax: Int
  public let retryDelaySeconds: Int
  public let flowReference: String?
  public let callerNumber: String?
  public internal(set) var attempts = 0
}
