import Vocabulary

/// Events that are an alert each time they happen.
struct NamedEvents: DetectionRule {
  private struct Entry: Sendable {
    let rule: String
    let severity: Alert.Severity
    /// What follows the name of who did it.
    let words: String
    /// The members of the event that the alert shows.
    let shown: [String]

    init(_ rule: String, _ severity: Alert.Severity, _ words: String, _ shown: [String] = []) {
      self.rule = rule
      self.severity = severity
      self.words = words
      self.shown = shown
    }
  }

  mutating func alert(for event: WatchedEvent) -> Alert? {
    guard let entry = event.errorCode == nil ? Self.happened[event.name] : Self.failed[event.name] else { return nil }
    let details = entry.shown.compactMap { name in event.detail(name).map { Alert.Detail(name, $0) } }
    return Alert(entry.rule, entry.severity, "\(event.principal) \(entry.words)", event, details)
  }

  private static let happened: [String: Entry] = [
    "BreakGlassAssumed": Entry(
      "break-glass", .critical, "broke the glass: all content is open to them for the session",
      ["roleArn", "sourceIdentity", "purpose", "expiration", "accessKeyId"]),

    "RequestContentAccess": Entry(
      "approval", .medium, "asks for the content of contacts: an officer decides", ["approvalId", "purpose", "resources"]),
    "RequestChange": Entry("approval", .medium, "asks for a change that an officer decides", ["approvalId", "kind", "summary"]),
    "ApproveChange": Entry("approval", .high, "approved a change", ["approvalId", "kind", "summary", "requestedBy"]),
    "DenyChange": Entry("approval", .low, "denied a change", ["approvalId", "kind", "summary", "requestedBy"]),
    "GetContentCredentials": Entry(
      "approval", .high, "began a session with approved access to content", ["approvalId", "purpose", "expiration"]),

    "CreateRole": Entry("rights", .high, "made a role", ["roleName", "breakGlass"]),
    "FailChange": Entry("approval", .high, "could not carry out an approved change", ["approvalId", "kind", "summary"]),
    "AssociateSecurityKey": Entry(
      "content-flow", .high, "changed who can open the digits that flows encrypt", ["InstanceId"]),
    "DisassociateSecurityKey": Entry(
      "content-flow", .medium, "took away a key that opens the digits that flows encrypt", ["InstanceId"]),
    "AssociateInstanceStorageConfig": Entry(
      "content-flow", .high, "chose the key that a class of content is sealed under", ["InstanceId", "ResourceType"]),
    "UpdateInstanceStorageConfig": Entry(
      "content-flow", .high, "chose another key for a class of content to be sealed under", ["InstanceId", "ResourceType"]),
    "DisassociateInstanceStorageConfig": Entry(
      "content-flow", .high, "has a class of content sealed under the default key again", ["InstanceId", "ResourceType"]),
    "CreateParticipant": Entry("content-flow", .medium, "put a participant into a conversation", ["ContactId"]),
    "MonitorContact": Entry("content-flow", .low, "lets a user listen to a call", ["ContactId", "UserId"]),
    "CreateUser": Entry("rights", .low, "made a user", ["Username"]),
    "CreateIdentity": Entry("rights", .high, "made an identity that signs requests", ["userName"]),
    "ActivateAccessKey": Entry("rights", .high, "let an access key sign again that was shut out", ["accessKeyId", "userName"]),
    "DeactivateAccessKey": Entry("rights", .medium, "shut an access key out", ["accessKeyId", "userName"]),
    "DeleteIdentity": Entry("rights", .medium, "deleted an identity that signs requests", ["userName"]),

    "ExportContent": Entry(
      "export", .high, "exported an object to a key of somebody else's", ["ObjectId", "ContactId", "Purpose", "RecipientKey"]),
    "PutContentRetention": Entry(
      "retention", .medium, "changed how long content is kept", ["InstanceId", "Class", "Days"]),

    "UnbindFunction": Entry("content-flow", .low, "took away what answers for a function", ["arn"]),
    "UnbindBot": Entry("content-flow", .low, "took away what answers for a bot", ["arn"]),
    "CreateDevice": Entry(
      "rights", .medium, "gave an agent a telephone, which hears callers", ["deviceId", "userId", "instanceId"]),
    "RevokeDevice": Entry("rights", .low, "took a telephone away from an agent", ["deviceId"]),
    "RemoveTrunk": Entry("content-flow", .medium, "took away a way to the telephone network", ["name"]),
    "RefuseGuesses": Entry(
      "guesses", .medium, "does not hear for a while who guessed at a telephone's password",
      ["address", "deviceId", "wrong", "silentSeconds", "unreported"]),
    "ReportCaller": Entry(
      "callers", .low, "was told by an agent that a caller is a nuisance", ["instanceId", "contactId", "agentId"]),
    "RemoveWebhook": Entry("content-flow", .low, "ended the delivery of the stream to a webhook", ["name"]),

    "AddAlertTarget": Entry("alert-targets", .high, "has alerts sent to another place too", ["name", "origin"]),
    "RemoveAlertTarget": Entry("alert-targets", .critical, "takes away a target of alerts", ["name", "origin"]),

    "TestAlertTargets": Entry("alert-targets", .low, "tries whether alerts arrive"),

    "ChangeRootKey": Entry("keys", .critical, "changed the secret of the root key"),
    "AdoptRootKey": Entry("keys", .critical, "gave the root key a new secret, with the recovery key"),
    "UnsealKeep": Entry("keys", .medium, "opened the keep", ["user", "with"]),
    "DisableKey": Entry("keys", .critical, "disabled a key: what it protects is dark", ["keyId"]),
    "EnableKey": Entry("keys", .high, "enabled a key", ["keyId"]),
    "CreateKey": Entry("keys", .low, "made a key", ["keyId", "alias"]),
    "RotateKeyOnDemand": Entry("keys", .low, "rotated a key", ["keyId"]),
    "ScheduleKeyDeletion": Entry("keys", .critical, "has a key deleted", ["keyId", "deletionDate"]),
    "CancelKeyDeletion": Entry("keys", .high, "keeps a key that was to be deleted", ["keyId"]),
    "PutKeyPolicy": Entry("keys", .critical, "changed the policy of a key", ["keyId"]),
    "DeleteKey": Entry("keys", .critical, "destroyed a key: what it protected is gone", ["keyId"]),

    "DepositGap": Entry("gap", .critical, "found that deposits are missing", ["boot", "expected", "received"]),
    "RefuseDeposit": Entry("gap", .critical, "refused a deposit that none of our switches made", ["Id"]),
    "RefuseEvent": Entry(
      "gap", .critical, "refused an event that names somebody who did not sign it", ["EventName", "ClaimedArn"]),
    "RecordingFailed": Entry("gap", .critical, "could not record a call, or the rest of it", ["contactId", "reason"]),
    "RefuseRetirement": Entry("gap", .critical, "was told to forget an instance that nobody deleted", ["instanceId"]),
    "RefuseSealingKey": Entry("gap", .critical, "was offered a sealing key that is not the keep's", ["class", "instanceId"]),
    "ContactUnrecorded": Entry("gap", .critical, "went on with a contact that is not recorded", ["contactId", "instanceId"]),
    "FindDamagedContent": Entry("gap", .critical, "found content that is not as it was deposited", ["ObjectId", "Fault"]),
    "AcceptRollback": Entry(
      "gap", .critical, "accepted a ledger that is older than a known checkpoint", ["entries", "knownHeads"]),
    "RestoreBackup": Entry("gap", .critical, "put back a backup", ["createdAt", "entries", "added"]),
    "AddLedgerSink": Entry("ledger", .medium, "has checkpoints of the ledger sent to another place too", ["name"]),
    "RemoveLedgerSink": Entry("ledger", .critical, "takes away a place that checkpoints of the ledger go to", ["name"]),
    "CreateBackup": Entry("export", .high, "made a backup", ["folder"]),
    "FreeLedgerReserve": Entry("gap", .high, "freed the reserve of the ledger: the disk is full"),
  ]

  private static let failed: [String: Entry] = [
    "UnsealKeep": Entry("keys", .high, "tried to open the sealed keep with a wrong secret", ["attempts", "users"])
  ]
}
