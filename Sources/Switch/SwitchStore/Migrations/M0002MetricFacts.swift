import GRDB
import SQLiteEngine

/// What metrics count, without anything personal.
enum M0002MetricFacts: Migration {
  static let id = "switch-0002-metric-facts"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE contact_fact (
          contact TEXT PRIMARY KEY,
          instance TEXT NOT NULL,
          channel TEXT NOT NULL,
          subtype TEXT,
          method TEXT NOT NULL,
          queue TEXT,
          agent TEXT,
          profile TEXT,
          initiated INTEGER NOT NULL,
          enqueued INTEGER,
          dequeued INTEGER,
          connected INTEGER,
          disconnected INTEGER NOT NULL,
          reason TEXT,
          interaction INTEGER NOT NULL,
          hold INTEGER NOT NULL,
          holds INTEGER NOT NULL,
          work INTEGER NOT NULL,
          transferred INTEGER NOT NULL,
          callback INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX contact_fact_disconnected ON contact_fact (instance, disconnected);
        CREATE INDEX contact_fact_initiated ON contact_fact (instance, initiated);
        CREATE TABLE agent_fact (
          instance TEXT NOT NULL,
          kind TEXT NOT NULL,
          agent TEXT NOT NULL,
          profile TEXT NOT NULL,
          began INTEGER NOT NULL,
          ended INTEGER NOT NULL,
          contact TEXT,
          channel TEXT,
          queue TEXT
        ) STRICT;
        CREATE INDEX agent_fact_ended ON agent_fact (instance, ended);
        """)
  }
}
