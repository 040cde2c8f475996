/// What is read of a request at most; beyond it a request is refused, never cut.
enum Bounds {
  static let methodBytesMax = 32
  static let pathBytesMax = 16_384
  static let queryBytesMax = 65_536
  static let parametersMax = 1_000
  static let headersMax = 256
  static let headerBytesMax = 131_072
  static let authorizationBytesMax = 16_384
  static let signedHeadersMax = 128
  static let accessKeyIDBytesMax = 128
  static let scopePartBytesMax = 64
  static let chunksMax = 65_536
  static let trailersMax = 16
  static let trailerBytesMax = 8_192
}
