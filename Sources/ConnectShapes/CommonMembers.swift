public import Vocabulary

/// A shape that carries tags: they are kept beside the document, in one place for all kinds.
public protocol Tagged { var tags: [String: String]? { get set } }

/// A shape that tells when and where it was last changed.
public protocol Dated {
  var lastModifiedTime: Moment? { get set }
  var lastModifiedRegion: String? { get set }
}
