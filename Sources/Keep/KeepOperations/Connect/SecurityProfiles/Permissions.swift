/// The permissions that a security profile may grant, by their API names, and what the default profiles grant.
enum Permissions {
  static let all = Set(supervision + quality + configuration + agent)

  static let defaults: [(name: String, description: String, permissions: [String])] = [
    ("Admin", "Administers everything in the instance", Array(all)),
    ("Agent", "Handles contacts", agent),
    ("CallCenterManager", "Manages people, routing and metrics", supervision + agent + managerConfiguration),
    ("QualityAnalyst", "Reviews metrics and conversations", quality + ["AccessMetrics", "BasicAgentAccess"]),
  ]

  private static let agent = [
    "BasicAgentAccess", "OutboundCallAccess", "VoiceId.Access", "Views.View", "CustomerProfiles.View", "CustomerProfiles.Edit",
    "CustomerProfiles.Create", "TransferDestinations.View", "TaskTemplates.View", "SelfAssignContact", "Cases.View", "Cases.Edit",
    "Cases.Create", "Wisdom.View", "VideoContact.Access", "OutboundEmail.Create",
  ]

  private static let supervision = [
    "AccessMetrics", "AccessMetrics.RealTime.Access", "AccessMetrics.Historical.Access", "AccessMetrics.Dashboard.Access",
    "AccessMetrics.AgentActivityAudit.Access", "ReportSchedules.Create", "ReportSchedules.Edit", "ReportSchedules.View",
    "ReportSchedules.Delete", "ReportsAdmin", "AgentTimeCard.View", "RealtimeContactLens.View", "MonitorContact", "BargeContact",
    "TransferContact", "StopContact", "RescheduleContact", "AgentStates.EnableAndDisable",
  ]

  private static let quality = [
    "ContactSearch.View", "ContactSearchWithCharacteristics.View", "ContactSearchWithCharacteristics.EnableAndDisable",
    "ContactSearchWithKeywords.View", "ContactSearchWithKeywords.EnableAndDisable", "RestrictContactAccessByHierarchy.View",
    "ContactAttributes.View", "ListenCallRecordings", "DeleteCallRecordings", "CallRecordings.Unredacted.View",
    "CallRecordings.Redacted.View", "Transcripts.Unredacted.View", "Transcripts.Redacted.View", "ScreenRecordings.View",
    "ContactLensCustomVocabulary.View", "ContactLensCustomVocabulary.Edit", "Evaluation.Create", "Evaluation.View",
    "EvaluationForms.Create", "EvaluationForms.Edit", "EvaluationForms.Delete", "EvaluationForms.View", "EvaluationForms.Publish",
    "EvaluationAssistant.Access", "Rules.Create", "Rules.Edit", "Rules.Delete", "Rules.View",
    "ContactLensPostContactSummary.View",
  ]

  private static let managerConfiguration =
    verbs("Users", ["Create", "Edit", "View", "EditPermission"])
    + verbs("Queues", ["Create", "Edit", "EnableAndDisable", "View"]) + verbs("RoutingPolicies", ["Create", "Edit", "View"])
    + verbs("HoursOfOperation", ["Create", "Edit", "View", "Delete"])
    + verbs("TransferDestinations", ["Create", "Edit", "Delete"]) + verbs("AgentStates", ["Create", "Edit", "View"])

  private static let configuration =
    managerConfiguration + verbs("Users", ["Delete"])
    + verbs("SecurityProfiles", ["Create", "Edit", "View", "Delete"])
    + verbs("AgentHierarchy", ["Create", "Edit", "EnableAndDisable", "View"])
    + verbs("Prompts", ["Create", "Edit", "Delete", "View"])
    + verbs("ContactFlows", ["Create", "Edit", "Delete", "View", "Publish"])
    + verbs("ContactFlowModules", ["Create", "Edit", "Delete", "View", "Publish"])
    + verbs("PhoneNumbers", ["Claim", "Edit", "Release", "View"]) + verbs("TaskTemplates", ["Create", "Edit", "Delete"])
    + verbs("Views", ["Create", "Edit", "Delete"]) + verbs("PredefinedAttributes", ["Create", "Edit", "Delete", "View"])
    + verbs("Bots", ["Create", "Edit", "View"]) + verbs("ChatTestMode", ["EnableAndDisable"])
    + verbs("ContentManagement", ["Create", "Edit", "Delete", "View"]) + verbs("Wisdom", ["Create", "Edit", "Delete"])
    + verbs("CustomerProfiles", ["Delete"]) + verbs("CaseFields", ["Create", "Edit", "View"])
    + verbs("CaseTemplates", ["Create", "Edit", "View"])
    + verbs("VoiceIdAttributesAndSearch", ["View"]) + verbs("AgentApplications", ["View", "Edit"])

  private static func verbs(_ noun: String, _ verbs: [String]) -> [String] { verbs.map { "\(noun).\($0)" } }
}
