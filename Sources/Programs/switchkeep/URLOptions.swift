import ArgumentParser
import Foundation

/// The URL of an endpoint. It may hold a token: what stands among the arguments is in the process list for everybody to see.
struct URLOptions: ParsableArguments {
  @Option(help: "The endpoint, https://; http:// for loopback addresses alone.")
  var url: String?

  @Option(help: "A file with the URL, or - for standard input: a URL that holds a token is in no process list so.")
  var urlFile: String?

  /// Bytes of a URL.
  private static let bytesMax = 8_192

  var isGiven: Bool { url != nil || urlFile != nil }

  func validate() throws {
    guard url == nil || urlFile == nil else { throw ValidationError("--url and --url-file are two ways to say one thing") }
  }

  /// - Throws: ValidationError, which does not quote what was read.
  func read() throws -> String {
    if let url { return url }
    guard let urlFile else { throw ValidationError("give --url or --url-file") }
    let bytes = urlFile == "-" ? try Self.standardInput() : try DataFolder.read(urlFile)
    let text = String(decoding: bytes.prefix(Self.bytesMax + 1), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty, text.utf8.count <= Self.bytesMax, !text.contains(where: \.isWhitespace) else {
      throw ValidationError(
        "\(urlFile == "-" ? "standard input" : urlFile) is to hold one URL, of \(Self.bytesMax) bytes at most")
    }
    return text
  }

  private static func standardInput() throws -> [UInt8] {
    Array(try FileHandle.standardInput.read(upToCount: bytesMax + 1) ?? Data())
  }
}
