/// An action of a service that is not built: it takes its error branch, and the flow log says why.
struct MissingService: ActionBehaviour {
  let blockName: String
  let service: String

  init(_ blockName: String, _ service: String) {
    self.blockName = blockName
    self.service = service
  }

  func begin(_ run: inout ActionRun) -> Step { .failure("\(service) is not available") }
}
