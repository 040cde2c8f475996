import ArgumentParser
import Functions
import Keep
import OutboundHTTP
import Vocabulary

/// What is bound, and to what.
struct BindingOptions: ParsableArguments {
  @OptionGroup var bound: BoundOptions

  @OptionGroup var endpoint: EndpointOptions

  @Option(help: "The name of a program in the folder.")
  var program: String?

  var arn: String { bound.arn }

  func validate() throws {
    guard endpoint.isGiven != (program != nil) else { throw ValidationError("give --url, --url-file or --program") }
  }

  /// Binds it: it answers once an officer has approved it.
  func bind(_ kind: FunctionBindings.Kind, form: String) async throws {
    let bindings = FunctionBindings(kind, folder: bound.keep.folder.switchFolder)
    let binding = FunctionBinding(arn: arn, target: try target(form: FunctionBinding.Form(rawValue: form) ?? .json))
    try bindings.check(binding)
    let digest = try bindings.digest(of: binding)
    let approval = try await bound.keep.open {
      try await $0.requestBinding(arn, digest: digest, shown: binding.audited)
    }
    try bindings.bind(binding)
    print(waiting(["Arn": .string(arn)], for: approval, bound.keep.dataDir).text)
  }

  private func target(form: FunctionBinding.Form) throws -> FunctionBinding.Target {
    if let program { return .program(name: program) }
    let (url, authority) = try endpoint.read()
    return .endpoint(url: url, form: form, certificateAuthority: authority)
  }
}

/// One that is bound, or is to be.
struct BoundOptions: ParsableArguments {
  @OptionGroup var keep: KeepOptions

  @Argument(help: "The ARN that flows name.")
  var arn: String

  func unbind(_ kind: FunctionBindings.Kind) async throws {
    try await keep.open { try await $0.revokeBinding(arn, event: kind == .bots ? "UnbindBot" : "UnbindFunction") }
    guard try FunctionBindings(kind, folder: keep.folder.switchFolder).unbind(arn) else {
      throw ValidationError("nothing is bound to \(arn)")
    }
  }

  static func list(_ kind: FunctionBindings.Kind, _ dataDir: String) throws {
    for binding in try FunctionBindings(kind, folder: DataFolder(dataDir).switchFolder).all() { print(binding.json.text) }
  }
}

extension FunctionBinding {
  /// As its audit event tells of it: a URL's path and query may hold a token.
  fileprivate var audited: JSON {
    switch target {
    case .endpoint(let url, let form, _):
      ["arn": .string(arn), "origin": .string(OutboundHTTP.origin(of: url)), "form": .string(form.rawValue)]
    case .program(let name): ["arn": .string(arn), "program": .string(name)]
    }
  }
}
