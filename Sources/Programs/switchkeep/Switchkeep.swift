import ArgumentParser

@main
struct Switchkeep: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "switchkeep",
    abstract: "A self-hosted, secure contact centre that speaks the interfaces of Amazon Connect.",
    subcommands: [
      InitCommand.self, ServeCommand.self, UnsealCommand.self, RootKeyCommand.self, KeyCommand.self, IdentityCommand.self,
      RoleCommand.self,
      SessionCommand.self, AccessCommand.self, AlertCommand.self, ApprovalCommand.self, APICommand.self, StreamCommand.self,
      ContentCommand.self, WebhookCommand.self,
      ContactCommand.self, FlowCommand.self, FunctionCommand.self, BotCommand.self,
      DeviceCommand.self, TrunkCommand.self, NumberCommand.self, CallerCommand.self,
      AuditCommand.self, BackupCommand.self, RestoreCommand.self, FunctionSandboxCommand.self, ConfineCommand.self,
      KeepCommand.self, SwitchCommand.self,
    ])
}
