import SQLiteEngine

/// What the keep's database has beside the configuration records, in order. To add a migration is to add one file and its line
/// here and in migrations.lock.
enum KeepMigrations {
  static var all: [any Migration.Type] {
    [
      M0001AuditEvents.self, M0002Contacts.self, M0003DeskSessions.self, M0004Webhooks.self, M0005Ledger.self,
      M0006OutboxProgress.self, M0007Keys.self, M0008RoleSessions.self, M0009Content.self,
      M0010Alerts.self, M0011Approvals.self, M0012LedgerSinks.self, M0013DepositNumbers.self, M0014EventIndex.self,
      M0016PlayerLinks.self, M0017ContentLabels.self, M0021TelephonyItems.self, M0030TornContent.self,
    ]
  }
}
