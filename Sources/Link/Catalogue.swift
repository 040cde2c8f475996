/// Every message that there is. To add one is to add its file in Messages/ and its line here.
public enum LinkCatalogue {
  /// What the switch may ask of the keep.
  public static let toKeep: [any LinkMessage.Type] = [
    CheckBinding.self, CheckDeskSession.self, EndDeskSession.self, GrantPast.self, IntroduceKeep.self, IssueContactKeys.self,
    IssueSealingKey.self,
    IssueServerIdentity.self, JudgeMonitoring.self, JudgeRequest.self, ListOperations.self, ListTags.self, OpenContactKeys.self,
    ProveLedger.self,
    ProvisionInstance.self,
    ReadAttachment.self, ReadKeepState.self, ReadTelephony.self, ReadTranscript.self, RecordCallers.self, RecordEvents.self,
    RetireInstance.self,
    SearchContactRecords.self,
    ServeRequest.self, SignIn.self, TakeDeposits.self, TakeSealedDeposits.self,
  ]

  /// What the keep may ask of the switch.
  public static let toSwitch: [any LinkMessage.Type] = [
    CheckpointSigned.self, PutAgent.self, ReconcileAgents.self, RemoveAgent.self, TelephonyChanged.self,
  ]
}
