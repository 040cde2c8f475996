import ConnectAPI
import ResourceStore
import Vocabulary

/// A user of an instance, as far as players know one.
struct PlayerPerson: Sendable, Hashable {
  let userID: String
  let arn: String
  let instanceID: String

  init(userID: String, instanceID: String, in place: Place) {
    self.userID = userID
    self.instanceID = instanceID
    arn = place.arn("agent", userID, in: instanceID)
  }
}

/// That a person's security profiles let them have content of a class. Only `PlayerPeople` makes one, from what is stored now.
struct PlayerRight: Sendable {
  let person: PlayerPerson
  private let contentClass: ContentClass

  fileprivate init(_ person: PlayerPerson, _ contentClass: ContentClass) {
    self.person = person
    self.contentClass = contentClass
  }

  /// Whether it is for this object.
  func covers(_ object: ContentObject) -> Bool {
    object.instanceID == person.instanceID && object.contentClass == contentClass
  }
}

/// The users of instances and what their security profiles let them have. Nothing is remembered: a right that was taken away is
/// gone for the next request.
struct PlayerPeople: Sendable {
  let store: any ConfigurationStore
  let context: @Sendable () -> CallContext

  /// nil for a user who is gone, and for one who may not.
  func right(of userID: String, in instanceID: String, to contentClass: ContentClass) async throws -> PlayerRight? {
    try await right(in: instanceID, to: contentClass) { try $0.record(.user, userID) }
  }

  /// The same by the name that a user signs in with.
  func right(ofUserNamed name: String, in instanceID: String, to contentClass: ContentClass) async throws -> PlayerRight? {
    try await right(in: instanceID, to: contentClass) { try $0.record(.user, named: name, in: instanceID) }
  }

  private func right(
    in instanceID: String, to contentClass: ContentClass, _ find: @escaping @Sendable (any ResourceReader) throws -> Record?
  ) async throws -> PlayerRight? {
    guard let permission = contentClass.permission else { return nil }
    let context = context()
    return try await store.read { reader in
      let call = ReadCall(context: context, reader: reader)
      guard let record = try find(reader), record.scope == instanceID else { return nil }
      guard try call.permissions(of: record).contains(permission) else { return nil }
      return PlayerRight(PlayerPerson(userID: record.id, instanceID: instanceID, in: context.place), contentClass)
    }
  }
}

extension ContentClass {
  /// The permission of a security profile that lets its people have content of this class, as it was and not redacted; nil for
  /// what nobody reads by a link.
  var permission: String? {
    switch self {
    case .callRecordings: "CallRecordings.Unredacted.View"
    case .chatTranscripts, .attachments, .emailMessages: "Transcripts.Unredacted.View"
    case .screenRecordings: "ScreenRecordings.View"
    case .scheduledReports, .mediaStreams, .contactTraceRecords, .agentEvents, .realTimeContactAnalysisSegments,
      .contactEvaluations, .realTimeContactAnalysisChatSegments, .realTimeContactAnalysisVoiceSegments, .deposits:
      nil
    }
  }
}
