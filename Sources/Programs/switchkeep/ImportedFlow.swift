import FlowLanguage
import Foundation
import Vocabulary

/// A flow as a file has it, in the flow language.
struct ImportedFlow: Sendable {
  let file: String
  let name: String
  let type: FlowType
  let content: JSON

  init(file: String, name: String?, type: FlowType) throws {
    let json: JSON
    do {
      json = try JSON.parse(try DataFolder.read(file))
    } catch let problem as JSON.Problem {
      throw ProgramProblem(.badArgument, message: "\(file): \(problem)")
    }
    self.file = file
    self.type = ModulesExport.type(json) ?? type
    self.name = name ?? ModulesExport.name(json) ?? URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    content = try Self.inFile(file) { ModulesExport.isOne(json) ? try ModulesExport.converted(json).get() : json }
  }

  var isModule: Bool { type == .module }
  var kind: FlowReference.Kind { isModule ? .module : .flow }
  var collection: String { isModule ? "contact-flow-modules" : "contact-flows" }

  /// What it has until it gets its content: an end.
  var placeholder: JSON {
    let end: JSON = isModule ? "EndFlowModuleExecution" : "DisconnectParticipant"
    return [
      "Version": .string(FlowReader.version), "StartAction": "end",
      "Actions": [["Identifier": "end", "Type": end, "Parameters": [:], "Transitions": [:]]],
    ]
  }

  /// The id in an ARN.
  static func identifier(_ arn: String) -> String { arn.split(separator: "/").last.map(String.init) ?? arn }

  /// Tells of a flow's problems with the file that it is in.
  static func inFile<Answer>(_ file: String, _ body: () throws -> Answer) throws -> Answer {
    do {
      return try body()
    } catch let found as FlowProblems {
      throw ProgramProblem(.badArgument, message: found.problems.map { "\(file): \($0)" }.joined(separator: "\n"))
    }
  }
}
