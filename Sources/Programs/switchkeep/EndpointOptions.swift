import ArgumentParser

/// An endpoint of others that something is posted to.
struct EndpointOptions: ParsableArguments {
  @OptionGroup var url: URLOptions

  @Option(help: "A PEM file with the authority that the endpoint's certificate is of, where the system does not know it.")
  var caFile: String?

  var isGiven: Bool { url.isGiven }

  func read() throws -> (url: String, certificateAuthority: String?) {
    (try url.read(), try caFile.map(DataFolder.readCertificates))
  }
}

/// The name of what is added, for whoever lists and removes it.
struct NameArgument: ParsableArguments {
  @Argument(help: "A name for it, of letters, digits, dots and hyphens.")
  var name: String

  func validate() throws {
    let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-".contains($0)) }
    guard isPlain, (1...64).contains(name.count) else {
      throw ValidationError("\(name) is no name of 1 to 64 letters, digits, dots and hyphens")
    }
  }
}
