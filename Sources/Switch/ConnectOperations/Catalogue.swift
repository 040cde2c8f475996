import ConnectAPI
import Link

/// Every Connect operation that the switch serves, one line each.
enum SwitchCatalogue {
  static func operations(
    files: PromptFiles, links: PresignedLinks, keepSide: any LinkPeer, live: LiveContacts,
    directory: TelephonyDirectory
  ) -> [CatalogueEntry] {
    instances + hours + queues + quickConnects + predefinedAttributes + routingProfiles + agentStatuses + contactFlows
      + lambdaFunctions + securityKeys + taskTemplates + views + phoneNumbers
      + tags + contacts(live, directory) + [
        CatalogueEntry(CreatePrompt(files: files)),
        CatalogueEntry(DeletePrompt()),
        CatalogueEntry(DescribePrompt()),
        CatalogueEntry(GetPromptFile(links: links)),
        CatalogueEntry(ListPrompts()),
        CatalogueEntry(SearchPrompts()),
        CatalogueEntry(SearchResourceTags(keepSide: keepSide)),
        CatalogueEntry(UpdatePrompt(files: files)),
      ]
  }

  private static func contacts(_ live: LiveContacts, _ directory: TelephonyDirectory) -> [CatalogueEntry] {
    [
      CatalogueEntry(CreateParticipant(live: live)),
      CatalogueEntry(CreatePersistentContactAssociation(live: live)),
      CatalogueEntry(DescribeContact(contacts: live)),
      CatalogueEntry(DismissUserContact(live: live)),
      CatalogueEntry(GetContactAttributes(contacts: live)),
      CatalogueEntry(GetCurrentMetricData(live: live)),
      CatalogueEntry(GetCurrentUserData(live: live)),
      CatalogueEntry(GetMetricDataV2(live: live)),
      CatalogueEntry(ListContactReferences(contacts: live)),
      CatalogueEntry(MonitorContact(live: live)),
      CatalogueEntry(PauseContact(live: live)),
      CatalogueEntry(PutUserStatus(live: live)),
      CatalogueEntry(ResumeContact(live: live)),
      CatalogueEntry(ResumeContactRecording(live: live)),
      CatalogueEntry(SearchContacts(contacts: live)),
      CatalogueEntry(StartChatContact(live: live)),
      CatalogueEntry(StartContactRecording(live: live)),
      CatalogueEntry(StartOutboundVoiceContact(live: live, directory: directory)),
      CatalogueEntry(StartTaskContact(live: live)),
      CatalogueEntry(StopContact(live: live)),
      CatalogueEntry(StopContactRecording(live: live)),
      CatalogueEntry(SuspendContactRecording(live: live)),
      CatalogueEntry(TagContact(live: live)),
      CatalogueEntry(TransferContact(live: live)),
      CatalogueEntry(UntagContact(live: live)),
      CatalogueEntry(UpdateContact(live: live)),
      CatalogueEntry(UpdateContactAttributes(contacts: live)),
      CatalogueEntry(UpdateContactRoutingData(live: live)),
      CatalogueEntry(UpdateContactSchedule(live: live)),
      CatalogueEntry(UpdateParticipantRoleConfig(live: live)),
    ]
  }

  private static let instances = [
    CatalogueEntry(CreateInstance()),
    CatalogueEntry(DeleteInstance()),
    CatalogueEntry(DescribeInstance()),
    CatalogueEntry(DescribeInstanceAttribute()),
    CatalogueEntry(ListInstanceAttributes()),
    CatalogueEntry(ListInstances()),
    CatalogueEntry(UpdateInstanceAttribute()),
  ]

  private static let hours = [
    CatalogueEntry(CreateHoursOfOperation()),
    CatalogueEntry(CreateHoursOfOperationOverride()),
    CatalogueEntry(DeleteHoursOfOperation()),
    CatalogueEntry(DeleteHoursOfOperationOverride()),
    CatalogueEntry(DescribeHoursOfOperation()),
    CatalogueEntry(DescribeHoursOfOperationOverride()),
    CatalogueEntry(GetEffectiveHoursOfOperations()),
    CatalogueEntry(ListHoursOfOperationOverrides()),
    CatalogueEntry(ListHoursOfOperations()),
    CatalogueEntry(SearchHoursOfOperationOverrides()),
    CatalogueEntry(SearchHoursOfOperations()),
    CatalogueEntry(UpdateHoursOfOperation()),
    CatalogueEntry(UpdateHoursOfOperationOverride()),
  ]

  private static let queues = [
    CatalogueEntry(AssociateQueueQuickConnects()),
    CatalogueEntry(CreateQueue()),
    CatalogueEntry(DeleteQueue()),
    CatalogueEntry(DescribeQueue()),
    CatalogueEntry(DisassociateQueueQuickConnects()),
    CatalogueEntry(ListQueueQuickConnects()),
    CatalogueEntry(ListQueues()),
    CatalogueEntry(SearchQueues()),
    CatalogueEntry(UpdateQueueHoursOfOperation()),
    CatalogueEntry(UpdateQueueMaxContacts()),
    CatalogueEntry(UpdateQueueName()),
    CatalogueEntry(UpdateQueueOutboundCallerConfig()),
    CatalogueEntry(UpdateQueueStatus()),
  ]

  private static let quickConnects = [
    CatalogueEntry(CreateQuickConnect()),
    CatalogueEntry(DeleteQuickConnect()),
    CatalogueEntry(DescribeQuickConnect()),
    CatalogueEntry(ListQuickConnects()),
    CatalogueEntry(SearchQuickConnects()),
    CatalogueEntry(UpdateQuickConnectConfig()),
    CatalogueEntry(UpdateQuickConnectName()),
  ]

  private static let predefinedAttributes = [
    CatalogueEntry(CreatePredefinedAttribute()),
    CatalogueEntry(DeletePredefinedAttribute()),
    CatalogueEntry(DescribePredefinedAttribute()),
    CatalogueEntry(ListPredefinedAttributes()),
    CatalogueEntry(SearchPredefinedAttributes()),
    CatalogueEntry(UpdatePredefinedAttribute()),
  ]

  private static let routingProfiles = [
    CatalogueEntry(AssociateRoutingProfileQueues()),
    CatalogueEntry(CreateRoutingProfile()),
    CatalogueEntry(DeleteRoutingProfile()),
    CatalogueEntry(DescribeRoutingProfile()),
    CatalogueEntry(DisassociateRoutingProfileQueues()),
    CatalogueEntry(ListRoutingProfileManualAssignmentQueues()),
    CatalogueEntry(ListRoutingProfileQueues()),
    CatalogueEntry(ListRoutingProfiles()),
    CatalogueEntry(SearchRoutingProfiles()),
    CatalogueEntry(UpdateRoutingProfileAgentAvailabilityTimer()),
    CatalogueEntry(UpdateRoutingProfileConcurrency()),
    CatalogueEntry(UpdateRoutingProfileDefaultOutboundQueue()),
    CatalogueEntry(UpdateRoutingProfileName()),
    CatalogueEntry(UpdateRoutingProfileQueues()),
  ]

  private static let agentStatuses = [
    CatalogueEntry(CreateAgentStatus()),
    CatalogueEntry(DescribeAgentStatus()),
    CatalogueEntry(ListAgentStatuses()),
    CatalogueEntry(SearchAgentStatuses()),
    CatalogueEntry(UpdateAgentStatus()),
  ]

  private static let contactFlows = [
    CatalogueEntry(CreateContactFlow()),
    CatalogueEntry(CreateContactFlowModule()),
    CatalogueEntry(CreateContactFlowModuleAlias()),
    CatalogueEntry(CreateContactFlowModuleVersion()),
    CatalogueEntry(CreateContactFlowVersion()),
    CatalogueEntry(DeleteContactFlow()),
    CatalogueEntry(DeleteContactFlowModule()),
    CatalogueEntry(DeleteContactFlowModuleAlias()),
    CatalogueEntry(DeleteContactFlowModuleVersion()),
    CatalogueEntry(DeleteContactFlowVersion()),
    CatalogueEntry(DescribeContactFlow()),
    CatalogueEntry(DescribeContactFlowModule()),
    CatalogueEntry(DescribeContactFlowModuleAlias()),
    CatalogueEntry(ListContactFlowModuleAliases()),
    CatalogueEntry(ListContactFlowModuleVersions()),
    CatalogueEntry(ListContactFlowModules()),
    CatalogueEntry(ListContactFlowVersions()),
    CatalogueEntry(ListContactFlows()),
    CatalogueEntry(SearchContactFlowModules()),
    CatalogueEntry(SearchContactFlows()),
    CatalogueEntry(UpdateContactFlowContent()),
    CatalogueEntry(UpdateContactFlowMetadata()),
    CatalogueEntry(UpdateContactFlowModuleAlias()),
    CatalogueEntry(UpdateContactFlowModuleContent()),
    CatalogueEntry(UpdateContactFlowModuleMetadata()),
    CatalogueEntry(UpdateContactFlowName()),
  ]

  private static let lambdaFunctions = [
    CatalogueEntry(AssociateLambdaFunction()),
    CatalogueEntry(DisassociateLambdaFunction()),
    CatalogueEntry(ListLambdaFunctions()),
  ]

  private static let securityKeys = [
    CatalogueEntry(AssociateSecurityKey()),
    CatalogueEntry(DisassociateSecurityKey()),
    CatalogueEntry(ListSecurityKeys()),
  ]

  private static let taskTemplates = [
    CatalogueEntry(CreateTaskTemplate()),
    CatalogueEntry(DeleteTaskTemplate()),
    CatalogueEntry(GetTaskTemplate()),
    CatalogueEntry(ListTaskTemplates()),
    CatalogueEntry(UpdateTaskTemplate()),
  ]

  private static let phoneNumbers = [
    CatalogueEntry(AssociatePhoneNumberContactFlow()),
    CatalogueEntry(ClaimPhoneNumber()),
    CatalogueEntry(DescribePhoneNumber()),
    CatalogueEntry(DisassociatePhoneNumberContactFlow()),
    CatalogueEntry(ImportPhoneNumber()),
    CatalogueEntry(ListPhoneNumbers()),
    CatalogueEntry(ListPhoneNumbersV2()),
    CatalogueEntry(ReleasePhoneNumber()),
    CatalogueEntry(SearchAvailablePhoneNumbers()),
    CatalogueEntry(UpdatePhoneNumber()),
    CatalogueEntry(UpdatePhoneNumberMetadata()),
  ]

  private static let views = [
    CatalogueEntry(CreateView()),
    CatalogueEntry(CreateViewVersion()),
    CatalogueEntry(DeleteView()),
    CatalogueEntry(DeleteViewVersion()),
    CatalogueEntry(DescribeView()),
    CatalogueEntry(ListViewVersions()),
    CatalogueEntry(ListViews()),
    CatalogueEntry(SearchViews()),
    CatalogueEntry(UpdateViewContent()),
    CatalogueEntry(UpdateViewMetadata()),
  ]

  private static let tags = [
    CatalogueEntry(ListTagsForResource()),
    CatalogueEntry(TagResource()),
    CatalogueEntry(UntagResource()),
  ]
}
