import FlowLanguage
import Vocabulary

/// Makes flows through the Connect API: permissions, checks and audit events are those of any other caller.
struct FlowImport: Sendable {
  let client: ConnectClient
  let instance: String
  let map: [String: String]

  /// What the instance has of what flows may name.
  func directory() async throws -> FlowBinding.Directory {
    var directory = FlowBinding.Directory()
    for listing in Listing.all {
      for item in try await client.list(listing.path(instance), listing.member) {
        directory.add(listing.kind, Listing.words(for: item), arn: (item["Arn"] ?? item).string ?? "")
      }
    }
    return directory
  }

  /// Every flow with what it names bound.
  /// - Parameter arns: what the flows have that are imported, by name.
  /// - Throws: ProgramProblem with everything that cannot be.
  func bound(_ flows: [ImportedFlow], _ directory: FlowBinding.Directory, _ arns: [String: String]) throws -> [BoundFlow] {
    var known = directory
    for flow in flows { known.add(flow.kind, [flow.name], arn: arns[flow.name] ?? flow.name) }
    let binding = FlowBinding(map: map, directory: known)
    let all = try flows.map { flow in
      BoundFlow(flow: flow, result: try ImportedFlow.inFile(flow.file) { try binding.bind(flow.content, as: flow.type) })
    }
    let unbound = all.flatMap { bound in bound.result.unbound.map { "\(bound.flow.file): \(Self.told($0))" } }
    guard unbound.isEmpty else {
      let head = "nothing is made, for this is not here; make it, or name in the map what takes its place:"
      throw ProgramProblem(.badArgument, message: ([head] + unbound).joined(separator: "\n"))
    }
    return all
  }

  private static func told(_ reference: FlowReference) -> String {
    "Action \(reference.action), \(reference.path): the \(reference.kind.rawValue) \(reference.text)"
  }

  /// Makes the flows, or gives those that are there their content. Those that it made go again when one of them is refused.
  /// - Returns: a line for each: its file, name and id, and what was bound to what.
  func make(_ flows: [ImportedFlow], _ directory: FlowBinding.Directory, replace: Bool) async throws -> [JSON] {
    _ = try bound(flows, directory, [:])
    if !replace, let known = flows.first(where: { directory.arn($0.kind, $0.name) != nil }) {
      throw ProgramProblem(.badArgument, message: "there is a flow \(known.name); --replace gives it the new content")
    }
    var made: [ImportedFlow] = []
    var arns: [String: String] = [:]
    do {
      for flow in flows {
        if let arn = directory.arn(flow.kind, flow.name) {
          arns[flow.name] = arn
        } else {
          arns[flow.name] = try await create(flow)
          made.append(flow)
        }
      }
      let all = try bound(flows, directory, arns)
      for flow in all { try await publish(flow, arns) }
      return all.map { $0.line(arns) }
    } catch {
      for flow in made { _ = try? await client.call("DELETE", path(flow, arns)) }
      throw error
    }
  }

  /// Makes it without its content, so that others may name it.
  private func create(_ flow: ImportedFlow) async throws -> String? {
    var body: [(String, JSON)] = [("Name", .string(flow.name)), ("Content", .string(flow.placeholder.text))]
    if !flow.isModule { body += [("Type", .string(flow.type.rawValue)), ("Status", "SAVED")] }
    let answer = try await client.call("PUT", "/\(flow.collection)/\(instance)", .object(body))
    return (answer["ContactFlowArn"] ?? answer["Arn"])?.string
  }

  private func publish(_ bound: BoundFlow, _ arns: [String: String]) async throws {
    let body: JSON = ["Content": .string(bound.result.content.text)]
    do {
      _ = try await client.call("POST", "\(path(bound.flow, arns))/content", body)
    } catch let problem as ProgramProblem {
      throw ProgramProblem(.badArgument, message: "\(bound.flow.file): \(problem)")
    }
  }

  private func path(_ flow: ImportedFlow, _ arns: [String: String]) -> String {
    "/\(flow.collection)/\(instance)/\(ImportedFlow.identifier(arns[flow.name] ?? ""))"
  }
}

/// A flow that can be made.
struct BoundFlow: Sendable {
  let flow: ImportedFlow
  let result: FlowBinding.Result

  func line(_ arns: [String: String]) -> JSON {
    [
      "file": .string(flow.file), "name": .string(flow.name), "id": .string(ImportedFlow.identifier(arns[flow.name] ?? "")),
      "bound": .object(result.bound.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }),
    ]
  }
}

/// A list of the Connect API with what flows may name.
private struct Listing {
  let kind: FlowReference.Kind
  let collection: String
  let member: String

  func path(_ instance: String) -> String {
    collection.hasPrefix("/") ? "/instance/\(instance)\(collection)" : "/\(collection)/\(instance)"
  }

  /// What names an item: its name and id; a function's name ends its ARN.
  static func words(for item: JSON) -> [String] {
    if let arn = item.string { return arn.split(separator: ":").suffix(1).map(String.init) }
    return ["Name", "Username", "Id"].compactMap { item[$0]?.string }
  }

  static let all = [
    Listing(kind: .queue, collection: "queues-summary", member: "QueueSummaryList"),
    Listing(kind: .flow, collection: "contact-flows-summary", member: "ContactFlowSummaryList"),
    Listing(kind: .module, collection: "contact-flow-modules-summary", member: "ContactFlowModulesSummaryList"),
    Listing(kind: .prompt, collection: "prompts-summary", member: "PromptSummaryList"),
    Listing(kind: .hoursOfOperation, collection: "hours-of-operations-summary", member: "HoursOfOperationSummaryList"),
    Listing(kind: .agent, collection: "users-summary", member: "UserSummaryList"),
    Listing(kind: .function, collection: "/lambda-functions", member: "LambdaFunctions"),
    Listing(kind: .view, collection: "views", member: "ViewsSummaryList"),
    Listing(kind: .taskTemplate, collection: "/task/template", member: "TaskTemplates"),
  ]
}
